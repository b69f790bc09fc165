"""An assessment: what it asks for, one question a page, a summary, and the result."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.catalog import rendering
from courses.learning import addresses
from courses.learning import queries as learning
from courses.models import Attempt

from . import actions, marking, queries
from .queries import Sitting


def assessment(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show what an assessment asks for and the tries so far."""
    sitting = queries.sitting(request.user, key)
    if sitting is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if sitting is None:
        raise Http404
    return render(request, "courses/assessments/assessment.html", _intro(sitting))


def attempts(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begin a try, or go on with the open one."""
    sitting = queries.sitting(request.user, key)
    if sitting is None or sitting.enrolment is None:
        raise Http404
    if request.method != "POST":
        return redirect(_address(sitting))
    try:
        attempt = actions.start_attempt(sitting.enrolment, activity_key=key)
    except actions.NoTriesLeft:
        messages.info(request, _("No try is left at this assessment."))
        return redirect(_address(sitting))
    return redirect(_next_address(attempt))


@login_required
def question(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Show one question of an open try, or keep the answer to it and go on."""
    attempt = _own(request, uid)
    asked = queries.asked(attempt, number)
    if asked is None:
        raise Http404
    if attempt.submitted_at:
        return redirect("assessments:attempt", uid=uid)
    if request.method == "POST":
        response = marking.read(attempt.questions[number - 1], request.POST.getlist("answer"))
        if response is not None:
            attempt = actions.save_answer(attempt, question_id=asked.id, response=response)
        return redirect(_address_after(attempt, number))
    return render(request, "courses/assessments/question.html", {**_frame(attempt, now=number), "question": asked})


@login_required
def summary(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what is answered and what is not, before it counts."""
    attempt = _own(request, uid)
    if attempt.submitted_at:
        return redirect("assessments:attempt", uid=uid)
    rows = [
        {
            "number": number,
            "question": question["question"],
            "answered": question["id"] in attempt.answers,
            "url": reverse("assessments:question", args=[uid, number]),
        }
        for number, question in enumerate(attempt.questions, 1)
    ]
    open_questions = sum(not row["answered"] for row in rows)
    return render(
        request,
        "courses/assessments/summary.html",
        {**_frame(attempt), "rows": rows, "answered": len(rows) - open_questions, "open": open_questions},
    )


@login_required
def submission(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand a try in."""
    attempt = _own(request, uid)
    if request.method == "POST":
        actions.submit_attempt(attempt)
    return redirect("assessments:attempt", uid=uid)


@login_required
def attempt(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the result of a try, or go on with an open one."""
    attempt = _own(request, uid)
    if attempt.submitted_at is None:
        return redirect(_next_address(attempt))
    sitting = queries.sitting(request.user, attempt.activity_key)
    if sitting is None:
        raise Http404
    return render(request, "courses/assessments/result.html", _result(attempt, sitting))


def _own(request: HttpRequest, uid: uuid.UUID) -> Attempt:
    attempt = queries.attempt_of(request.user, uid)
    if attempt is None:
        raise Http404
    return attempt


def _intro(sitting: Sitting) -> dict[str, Any]:
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
        "begin_url": reverse("assessments:attempts", args=[sitting.step.key]) if _may_begin(sitting) else "",
    }


def _may_begin(sitting: Sitting) -> bool:
    return sitting.enrolment is not None and (sitting.open is not None or sitting.tries_left != 0)


def _frame(attempt: Attempt, *, now: int = 0) -> dict[str, Any]:
    """Return what stands around a question: the place, the measure, the way out; asks for the outline once."""
    outline = learning.current_outline(attempt.enrolment)
    step = learning.path_of(outline, None).find(attempt.activity_key) if outline else None
    return {
        "attempt": attempt,
        "title": step.title if step else _("Assessment"),
        "back_url": _of(step) if step else "/",
        "segments": queries.segments(attempt, now=now),
        "number": now,
        "total": len(attempt.questions),
        "last": now == len(attempt.questions),
        "previous_url": reverse("assessments:question", args=[attempt.uid, now - 1]) if now > 1 else "",
        "try_text": queries.try_text(attempt.ordinal, step.tries if step else 0),
        "pass_mark": queries.per_cent(attempt.pass_mark),
    }


def _result(attempt: Attempt, sitting: Sitting) -> dict[str, Any]:
    finished = learning.finished(sitting.enrolment)
    following = sitting.path.after(sitting.step.key)
    return {
        **_place(sitting),
        "attempt": attempt,
        "sitting": sitting,
        "score": queries.per_cent(attempt.scaled),
        "pass_mark": queries.per_cent(attempt.pass_mark),
        "right": int(attempt.raw or 0),
        "total": int(attempt.maximum or 0),
        "try_text": queries.try_text(attempt.ordinal, sitting.step.tries),
        "questions": queries.reviewed(attempt, sitting),
        "marks": [[float(one.verdict.right) for one in queries.reviewed(attempt, sitting) if one.verdict]],
        "again_url": reverse("assessments:attempts", args=[sitting.step.key]) if _may_begin(sitting) else "",
        "following": following,
        "following_url": _of(following) if following else "",
        "finished_url": reverse("learning:finished", args=[sitting.outline.course_key]) if finished else "",
    }


def _place(sitting: Sitting) -> dict[str, Any]:
    path = sitting.path
    return {
        "path": path,
        "step": sitting.step,
        "course_url": addresses.course_url(str(sitting.outline.course_key), sitting.outline.data["slug"]),
        "outline_url": f"{reverse('learning:outline', args=[sitting.outline.course_key])}?here={sitting.step.key}",
    }


def _address(sitting: Sitting) -> str:
    return _of(sitting.step)


def _of(step: Any) -> str:
    return addresses.activity_url(step.kind, step.key, step.slug)


def _next_address(attempt: Attempt) -> str:
    number = queries.first_unanswered(attempt)
    if not number:
        return reverse("assessments:summary", args=[attempt.uid])
    return reverse("assessments:question", args=[attempt.uid, number])


def _address_after(attempt: Attempt, number: int) -> str:
    if number < len(attempt.questions):
        return reverse("assessments:question", args=[attempt.uid, number + 1])
    return reverse("assessments:summary", args=[attempt.uid])
