"""Beginning a course, reading a lesson, answering what it asks, and finishing it."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import addresses, slots
from courses.access import actions as access_actions
from courses.access import policies
from courses.access import queries as access
from courses.catalog import policies as catalog_policies
from courses.catalog import queries as catalog
from courses.catalog import ways
from courses.catalog.presenting import contents
from courses.models import Enrolment
from courses.questions import asking, marking

from . import actions, onward, opening, presenting, queries
from .forms import BookmarkForm
from .presenting import Reading


def enrol(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begin a course that is open to all, at its first step."""
    outline = catalog.outline(key)
    if outline is None:
        raise Http404
    course = addresses.course_url(str(key), outline.data["slug"])
    if request.method != "POST":
        return redirect(course)
    if not request.user.is_authenticated:
        return redirect_to_login(course)
    if not policies.may_enrol(request.user, outline.data):
        raise Http404
    enrolment = access_actions.grant(request.user, key, source="open")
    step = ways.path_of(outline, enrolment).next
    return redirect(addresses.step_url(step) if step else course)


def lesson(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show a lesson; who is not signed in and may not look is asked to, whatever the address."""
    reading = presenting.reading(request.user, key)
    if reading is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if reading is None:
        raise Http404
    return render(request, "courses/learning/lesson.html", _page(request, reading))


def question(request: HttpRequest, key: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """Show one question of a lesson as a frame, or take an answer to it."""
    reading = presenting.reading(request.user, key)
    asked = presenting.question(reading, block) if reading else None
    if reading is None or asked is None:
        raise Http404
    enrolment = reading.enrolment
    if enrolment is None:
        return _tried(request, reading, block, asked)
    if request.method == "POST":
        values = request.POST.getlist("answer")
        response, unread = marking.read(asked, values), marking.unread(asked, values)
        if unread:
            return _not_read(request, reading, presenting.asked(reading, block, unread=unread))
        if response is None:
            messages.info(request, _("Choose or write an answer first."))
        else:
            actions.answer_question(enrolment, lesson_key=key, block_id=block, response=response)
        return redirect(_after_answer(request, reading, block))
    if "Turbo-Frame" not in request.headers:
        return redirect(_address(reading) + f"#question-{block}")
    context = {"lesson_key": key, "question": presenting.asked(reading, block), "enrolled": True}
    return render(request, "courses/learning/question_frame.html", context)


def completion(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Finish a lesson and go on: to the next step, or to what the whole course was."""
    reading, enrolment = _own(request, key)
    if request.method != "POST":
        return redirect(_address(reading))
    actions.complete_lesson(enrolment, activity_key=key)
    return redirect(onward.after(request, key, outline=reading.outline, before=enrolment, done=reading.done))


def bookmark(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Remember where someone stopped; answers without a body, a script has asked."""
    reading, enrolment = _own(request, key)
    if request.method != "POST":
        return redirect(_address(reading))
    form = BookmarkForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.bookmark(enrolment, activity_key=key, **form.cleaned_data)
    return HttpResponse(status=204)


@require_safe
def outline(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the thread of a course as a frame, for the drawer of its pages; `here` is the activity that is open."""
    current = catalog.outline(key)
    if current is None:
        raise Http404
    if "Turbo-Frame" not in request.headers:
        return redirect(addresses.course_url(str(key), current.data["slug"]))
    enrolment = access.enrolment(request.user, key)
    path = ways.path_of(current, enrolment, here=request.GET.get("here"))
    opens_all = enrolment is not None or catalog_policies.teaches(request.user, key)
    context = {
        "modules": contents.module_rows(path, opens_all=opens_all, enrolled=enrolment is not None),
        "note": f"{ways.done_text(path.done, path.required)}, {ways.left_text(path.minutes_left)}",
    }
    return render(request, "courses/learning/outline_frame.html", context)


def finished(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show that a course is finished, to who finished it."""
    enrolment = access.enrolment(request.user, key)
    outline = catalog.outline(key)
    if outline is None or enrolment is None or not queries.finished(enrolment):
        raise Http404
    context = {
        "title": outline.data["title"],
        "path": ways.path_of(outline, enrolment),
        "cover": outline.data.get("cover") or key,
        "completed_at": enrolment.progress.completed_at,
        "course_url": addresses.course_url(str(key), outline.data["slug"]),
        "record_url": reverse("transcripts:course", args=[key]),
        "seen": slots.render("course.finished", request, completed_at=enrolment.progress.completed_at),
    }
    return render(request, "courses/learning/finished.html", context)


def _not_read(request: HttpRequest, reading: Reading, question: asking.Asked | None) -> HttpResponse:
    """Show a question again with what was written, and why it could not be taken."""
    if "Turbo-Frame" in request.headers:
        context = {"lesson_key": reading.step.key, "question": question, "enrolled": reading.enrolment is not None}
        return render(request, "courses/learning/question_frame.html", context, status=422)
    return render(request, "courses/learning/lesson.html", _page(request, reading, instead=question), status=422)


def _page(request: HttpRequest, reading: Reading, *, instead: asking.Asked | None = None) -> dict[str, Any]:
    path, step = reading.path, reading.step
    following = path.after(step.key) if reading.enrolment else None
    return {
        "reading": reading,
        "page": reading.page,
        "step": step,
        "path": path,
        "pieces": presenting.pieces(reading, instead=instead),
        "edit_url": opening.edit_url(
            request.user, reading.page, course_key=reading.course_key, enrolment=reading.enrolment
        ),
        "outline_url": f"{reverse('learning:outline', args=[reading.course_key])}?here={step.key}",
        "following": following,
        "following_url": addresses.step_url(following) if following else "",
        "course_url": _course(reading),
        "enrol_url": _enrol_url(request, reading),
        "keep_url": _keep_url(request, reading),
        "below": slots.render(
            "lesson.below",
            request,
            course_key=reading.course_key,
            lesson_key=reading.page.translation_key,
            lesson_title=reading.page.title,
            enrolment=reading.enrolment,
        ),
    }


def _tried(request: HttpRequest, reading: Reading, block: uuid.UUID, asked: marking.Question) -> HttpResponse:
    """Mark an answer of someone who only looks: for this answer alone, kept nowhere."""
    if request.method == "POST":
        raise Http404
    values = request.GET.getlist("answer")
    if unread := marking.unread(asked, values):
        return _not_read(request, reading, presenting.asked(reading, block, unread=unread))
    question = presenting.tried(reading, block, marking.read(asked, values))
    if "Turbo-Frame" in request.headers:
        context = {"lesson_key": reading.step.key, "question": question, "enrolled": False}
        return render(request, "courses/learning/question_frame.html", context)
    return render(request, "courses/learning/lesson.html", _page(request, reading, instead=question))


def _own(request: HttpRequest, key: uuid.UUID) -> tuple[Reading, Enrolment]:
    """Return the lesson that the person is enrolled to read, and by what, or raise the common 404."""
    reading = presenting.reading(request.user, key)
    if reading is None or reading.enrolment is None:
        raise Http404
    return reading, reading.enrolment


def _enrol_url(request: HttpRequest, reading: Reading) -> str:
    open_to_me = reading.enrolment is None and policies.may_enrol(request.user, reading.outline.data)
    return reverse("learning:enrol", args=[reading.course_key]) if open_to_me else ""


def _keep_url(request: HttpRequest, reading: Reading) -> str:
    """Return where a visitor opens an account and comes back to the course, if it is open to them then."""
    if request.user.is_authenticated:
        return ""
    return f"{reverse('account_signup')}?{urlencode({'next': _course(reading)})}"


def _after_answer(request: HttpRequest, reading: Reading, block: uuid.UUID) -> str:
    if "Turbo-Frame" in request.headers:
        return reverse("learning:question", args=[reading.step.key, block])
    return _address(reading) + f"#question-{block}"


def _address(reading: Reading) -> str:
    return addresses.step_url(reading.step)


def _course(reading: Reading) -> str:
    return addresses.course_url(str(reading.course_key), reading.outline.data["slug"])
