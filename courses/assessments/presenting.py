"""What the pages of an assessment show: before, during and after a try."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.addresses import course_url, step_url
from courses.catalog import rendering, ways
from courses.learning import queries as learning
from courses.models import AssessmentPage, Attempt, Outline
from courses.outline.path import Step
from courses.questions import asking

from . import queries
from .queries import Sitting

HOME = "/"


def intro(sitting: Sitting, page: AssessmentPage) -> dict[str, Any]:
    """Return what an assessment asks for, the tries so far, and the door to the next one."""
    return {
        **_place(sitting),
        "sitting": sitting,
        "page": page,
        "questions": rendering.asked(page.rendered),
        "pass_mark": queries.per_cent(sitting.pass_mark),
        "tries": [
            {
                "name": queries.try_text(one.ordinal, 0),
                "attempt": one,
                "score": queries.per_cent(one.scaled),
                "url": reverse("assessments:attempt", args=[one.uid]),
            }
            for one in sitting.submitted
        ],
        "begin_url": reverse("assessments:attempts", args=[sitting.step.key]) if sitting.may_begin else "",
        "begin_label": _begin_label(sitting),
    }


def question(attempt: Attempt, asked: asking.Asked, *, number: int) -> dict[str, Any]:
    """Return question `number` of an open try as its page shows it."""
    return {**_frame(attempt, now=number), "question": asked}


def summary(attempt: Attempt) -> dict[str, Any]:
    """Return what is answered and what is not, before it counts."""
    rows = [
        {
            "number": number,
            "question": question["question"],
            "answered": question["id"] in attempt.answers,
            "given": asking.given(question, attempt.answers.get(question["id"])),
            "url": reverse("assessments:question", args=[attempt.uid, number]),
        }
        for number, question in enumerate(attempt.questions, 1)
    ]
    answered = sum(row["answered"] for row in rows)
    return {**_frame(attempt), "rows": rows, "answered": answered, "open": len(rows) - answered}


def result(attempt: Attempt, sitting: Sitting) -> dict[str, Any]:
    """Return what a submitted try was worth, question by question, and the way on."""
    finished = learning.finished(sitting.enrolment)
    following = sitting.path.after(sitting.step.key)
    reviewed = queries.reviewed(attempt, sitting)
    return {
        **_place(sitting),
        "attempt": attempt,
        "sitting": sitting,
        **_score(attempt),
        "pass_mark": queries.per_cent(attempt.pass_mark),
        "tries_left": _tries_left(sitting),
        "try_text": queries.try_text(attempt.ordinal, sitting.step.tries),
        "questions": reviewed,
        "marks": [[float(one.verdict.right) for one in reviewed if one.verdict]],
        "again_url": reverse("assessments:attempts", args=[sitting.step.key]) if sitting.may_begin else "",
        "following": following,
        "following_url": step_url(following) if following else "",
        "finished_url": reverse("learning:finished", args=[sitting.outline.course_key]) if finished else "",
    }


def way_out(attempt: Attempt) -> str:
    """Return where one is who leaves a try: at its assessment, or at its course where that is not there any more."""
    outline = ways.current_outline(attempt.enrolment)
    step = ways.path_of(outline, None).find(attempt.activity_key) if outline else None
    return _way_out(outline, step)


def _frame(attempt: Attempt, *, now: int = 0) -> dict[str, Any]:
    """Return what stands around a question: the place, the measure, the way out; asks for the outline once."""
    outline = ways.current_outline(attempt.enrolment)
    step = ways.path_of(outline, None).find(attempt.activity_key) if outline else None
    known = step or queries.gone_sitting(attempt).step
    return {
        "attempt": attempt,
        "title": known.title,
        "back_url": _way_out(outline, step),
        "segments": queries.segments(attempt, now=now),
        "number": now,
        "total": len(attempt.questions),
        "last": now == len(attempt.questions),
        "try_text": queries.try_text(attempt.ordinal, known.tries),
        "pass_mark": queries.per_cent(attempt.pass_mark),
    }


def _way_out(outline: Outline | None, step: Step | None) -> str:
    if outline is None:
        return HOME
    return step_url(step) if step else course_url(str(outline.course_key), outline.data["slug"])


def _score(attempt: Attempt) -> dict[str, Any]:
    """Return what a try was worth, and how its ring says it: a percentage once passed, plainly how many before."""
    right, total, score = int(attempt.raw or 0), int(attempt.maximum or 0), queries.per_cent(attempt.scaled)
    counted = _("%(right)d of %(total)d") % {"right": right, "total": total}
    ring = {"ring": score, "ring_kind": "assessment"} if attempt.passed else {"ring": counted, "ring_kind": "tried"}
    return {"score": score, "right": right, "total": total, **ring}


def _tries_left(sitting: Sitting) -> str:
    """Return how many tries are left, once one is handed in and none was passed; "" where it is of no account."""
    left = sitting.tries_left
    if sitting.passed or sitting.page is None:
        return ""
    if left is None:
        return _("You can try again as often as you like; the best try counts.")
    if left == 0:
        return _("That was the last try.")
    return ngettext(
        "You have %(n)s try left; the best counts.", "You have %(n)s tries left; the best counts.", left
    ) % {"n": apnumber(left)}


def _begin_label(sitting: Sitting) -> str:
    if sitting.open:
        return _("Go on with your try")
    return _("Try again") if sitting.submitted else _("Begin")


def _place(sitting: Sitting) -> dict[str, Any]:
    path, outline = sitting.path, sitting.outline
    there = outline.superseded_at is None
    return {
        "path": path,
        "step": sitting.step,
        "course_url": course_url(str(outline.course_key), outline.data["slug"]) if there else HOME,
        "outline_url": f"{reverse('learning:outline', args=[sitting.outline.course_key])}?here={sitting.step.key}",
    }
