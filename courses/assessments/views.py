"""An assessment: what it asks for, one question a page, a summary, and the result."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.addresses import step_url
from courses.learning import opening
from courses.models import Attempt
from courses.questions import asking, marking
from courses.requests import PersonRequest

from . import actions, presenting, queries

# What the buttons of a question are called; STAY is said by a script, which keeps an answer while one thinks on.
BACK, LEAVE, STAY = "back", "leave", "stay"


def assessment(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show what an assessment asks for and the tries so far."""
    sitting = queries.sitting(request.user, key)
    if sitting is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if sitting is None or sitting.page is None:
        raise Http404
    course_key, enrolment = sitting.outline.course_key, sitting.enrolment
    edit_url = opening.edit_url(request.user, sitting.page, course_key=course_key, enrolment=enrolment)
    context = {**presenting.intro(sitting, sitting.page), "edit_url": edit_url}
    return render(request, "courses/assessments/assessment.html", context)


def attempts(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begin a try, or go on with the open one."""
    sitting = queries.sitting(request.user, key)
    if sitting is None or sitting.enrolment is None:
        raise Http404
    if request.method != "POST":
        return redirect(step_url(sitting.step))
    try:
        attempt = actions.start_attempt(sitting.enrolment, activity_key=key)
    except actions.NoTriesLeft:
        messages.info(request, _("No try is left at this assessment."))
        return redirect(step_url(sitting.step))
    return redirect(_next_address(attempt))


@login_required
def question(request: PersonRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Show one question of an open try, or keep what stands in its form and go where its button leads."""
    attempt = _own(request, uid)
    asked = queries.asked(attempt, number)
    if asked is None:
        raise Http404
    if attempt.submitted_at:
        return redirect("assessments:attempt", uid=uid)
    status = 200
    if request.method == "POST":
        question, values = attempt.questions[number - 1], request.POST.getlist("answer")
        try:
            attempt = actions.save_answer(attempt, question_id=asked.id, response=marking.read(question, values))
        except actions.Closed:
            return redirect("assessments:attempt", uid=uid)
        unread = marking.unread(question, values)
        if request.POST.get("go") == STAY:
            return HttpResponse(status=422 if unread else 204)
        if not unread:
            return redirect(_address_from(attempt, number, go=request.POST.get("go", "")))
        asked, status = asking.ask(question, unread=unread), 422
    context = presenting.question(attempt, asked, number=number)
    return render(request, "courses/assessments/question.html", context, status=status)


@login_required
def summary(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what is answered and what is not, before it counts."""
    attempt = _own(request, uid)
    if attempt.submitted_at:
        return redirect("assessments:attempt", uid=uid)
    return render(request, "courses/assessments/summary.html", presenting.summary(attempt))


@login_required
def submission(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand a try in."""
    attempt = _own(request, uid)
    if request.method == "POST":
        actions.submit_attempt(attempt)
    return redirect("assessments:attempt", uid=uid)


@login_required
def attempt(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the result of a try, or go on with an open one."""
    attempt = _own(request, uid)
    if attempt.submitted_at is None:
        return redirect(_next_address(attempt))
    sitting = queries.sitting(request.user, attempt.activity_key) or queries.gone_sitting(attempt)
    return render(request, "courses/assessments/result.html", presenting.result(attempt, sitting))


def _own(request: PersonRequest, uid: uuid.UUID) -> Attempt:
    attempt = queries.attempt_of(request.user, uid)
    if attempt is None:
        raise Http404
    return attempt


def _next_address(attempt: Attempt) -> str:
    number = queries.first_unanswered(attempt)
    if not number:
        return reverse("assessments:summary", args=[attempt.uid])
    return reverse("assessments:question", args=[attempt.uid, number])


def _address_from(attempt: Attempt, number: int, *, go: str) -> str:
    """Return where the button `go` of question `number` leads; the one without a name leads on."""
    if go == LEAVE:
        return presenting.way_out(attempt)
    if go == BACK and number > 1:
        return reverse("assessments:question", args=[attempt.uid, number - 1])
    if number < len(attempt.questions):
        return reverse("assessments:question", args=[attempt.uid, number + 1])
    return reverse("assessments:summary", args=[attempt.uid])
