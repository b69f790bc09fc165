"""What the pages of an assessment show: before, during and after a try."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.addresses import course_url, step_url
from courses.catalog import rendering
from courses.learning import queries as learning
from courses.models import Attempt

from . import asking, queries
from .queries import Sitting


def intro(sitting: Sitting) -> dict[str, Any]:
    """Return what an assessment asks for, the tries so far, and the door to the next one."""
    return {
        **_place(sitting),
        "sitting": sitting,
        "page": sitting.page,
        "questions": rendering.asked(sitting.page.rendered),
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
        "score": queries.per_cent(attempt.scaled),
        "pass_mark": queries.per_cent(attempt.pass_mark),
        "right": int(attempt.raw or 0),
        "total": int(attempt.maximum or 0),
        "try_text": queries.try_text(attempt.ordinal, sitting.step.tries),
        "questions": reviewed,
        "marks": [[float(one.verdict.right) for one in reviewed if one.verdict]],
        "again_url": reverse("assessments:attempts", args=[sitting.step.key]) if sitting.may_begin else "",
        "following": following,
        "following_url": step_url(following) if following else "",
        "finished_url": reverse("learning:finished", args=[sitting.outline.course_key]) if finished else "",
    }


def _frame(attempt: Attempt, *, now: int = 0) -> dict[str, Any]:
    """Return what stands around a question: the place, the measure, the way out; asks for the outline once."""
    outline = learning.current_outline(attempt.enrolment)
    step = learning.path_of(outline, None).find(attempt.activity_key) if outline else None
    return {
        "attempt": attempt,
        "title": step.title if step else _("Assessment"),
        "back_url": step_url(step) if step else "/",
        "segments": queries.segments(attempt, now=now),
        "number": now,
        "total": len(attempt.questions),
        "last": now == len(attempt.questions),
        "previous_url": reverse("assessments:question", args=[attempt.uid, now - 1]) if now > 1 else "",
        "try_text": queries.try_text(attempt.ordinal, step.tries if step else 0),
        "pass_mark": queries.per_cent(attempt.pass_mark),
    }


def _begin_label(sitting: Sitting) -> str:
    if sitting.open:
        return _("Go on with your try")
    return _("Try again") if sitting.submitted else _("Begin")


def _place(sitting: Sitting) -> dict[str, Any]:
    path = sitting.path
    return {
        "path": path,
        "step": sitting.step,
        "course_url": course_url(str(sitting.outline.course_key), sitting.outline.data["slug"]),
        "outline_url": f"{reverse('learning:outline', args=[sitting.outline.course_key])}?here={sitting.step.key}",
    }
