"""What talk puts into a course's pages."""

import uuid
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.groups import policies as places
from community.live.topics import sign
from community.requests import PersonRequest
from courses import slots
from courses.models import Enrolment

from . import queries
from .lessons import Lesson, place_to_write, rooms
from .presenting.composing import Composer

ASIDE_TOPICS = 3


def register() -> None:
    """Fill the places below a lesson and beside a course."""
    slots.register("lesson.below", below_lesson, capability="community", budget=3)
    slots.register("course.talk", beside_course, capability="community", budget=4)


def below_lesson(
    request: PersonRequest,
    *,
    course_key: uuid.UUID,
    lesson_key: uuid.UUID,
    lesson_title: str,
    enrolment: Enrolment | None,
) -> SafeString:
    """Return what is said below a lesson in the places one may read, and the field to say more."""
    lesson = Lesson(lesson_key, lesson_title, course_key)
    if not request.user.is_authenticated or not (enrolment or places.may_read(request.user, lesson.place)):
        return SafeString()
    context = lesson_talk(request, lesson)
    request.live_tokens = sign(request.user, *context["live_names"])
    return render_to_string("community/discussions/lesson.html", context, request=request)


def lesson_talk(request: PersonRequest, lesson: Lesson) -> dict[str, Any]:
    """Return the context of what stands below a lesson. Three queries."""
    mine = rooms(request.user, lesson.course_key)
    names = {room.place: room.name for room in mine}
    place = place_to_write(lesson, mine)
    led = {room.place for room in mine if room.led}
    threads = queries.lesson_threads(request.user, lesson=lesson, readable=[*names, lesson.place], led=led)
    return {
        "threads": threads,
        "composer": Composer.for_lesson(place, lesson, to=names.get(place) or _("the people who learn this course")),
        "frame_url": reverse("discussions:lesson", args=[lesson.key]),
        "live_names": [f"talk:{place}" for place in (*names, lesson.place)],
    }


def beside_course(request: PersonRequest, *, course_key: uuid.UUID, learns: bool) -> SafeString:
    """Return the last conversations at a course, for those who learn or teach it."""
    place = f"course:{course_key}"
    if not request.user.is_authenticated or not (learns or places.may_read(request.user, place)):
        return SafeString()
    lines = queries.topics(place).lines[:ASIDE_TOPICS]
    context = {"lines": lines, "url": reverse("discussions:course", args=[course_key])}
    return render_to_string("community/discussions/beside_course.html", context, request=request)
