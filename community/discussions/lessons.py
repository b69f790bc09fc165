"""What is said below a lesson: where one reads it, and where one writes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from community.groups import policies as places
from community.groups import queries as groups
from community.markdown import excerpt, render
from community.models import Assignment, Membership, Topic, User
from courses.addresses import activity_url
from courses.catalog import queries as catalog
from courses.pagination import Folded
from courses.prepared import Prepared

from . import actions

TITLE = 120  # characters of a question that stand for a title


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a course, by the keys that never change."""

    key: uuid.UUID
    title: str
    course_key: uuid.UUID

    @property
    def place(self) -> str:
        return f"course:{self.course_key}"

    @property
    def url(self) -> str:
        return activity_url("lesson", str(self.key), "")


@dataclass(frozen=True, slots=True)
class Room:
    """A group someone is in; `learns` says that the course is assigned there, `led` that they manage it."""

    place: str
    name: str
    learns: bool
    led: bool


def lesson_for(user: User, key: uuid.UUID) -> Lesson | None:
    """Return the lesson if `user` learns or teaches its course."""
    page = catalog.lesson_page(key)
    if page is None or page.course_key is None:
        return None
    lesson = Lesson(key, page.title, page.course_key)
    return lesson if places.may_read(user, lesson.place) else None


def url_of(topic: Topic) -> str:
    """Return the address of the lesson that `topic` stands below, or an empty string."""
    return activity_url("lesson", str(topic.lesson_key), "") if topic.lesson_key else ""


def rooms(user: User, course_key: uuid.UUID) -> list[Room]:
    """Return the groups of `user` by name. One query."""
    rows = _rooms(user=user.pk, course=course_key)
    return [Room(f"group:{uid}", name, learns, role == Membership.Role.MANAGER) for uid, name, learns, role in rows]


def place_to_write(lesson: Lesson, mine: Collection[Room]) -> str:
    """Return where one writes below the lesson: in my group that has the course assigned, else at the course."""
    return next((room.place for room in mine if room.learns), lesson.place)


def may_hold(user: User, place: str, lesson: Lesson) -> bool:
    """Say whether talk below the lesson may stand in `place`: at its course, or in a group of mine that learns it."""
    mine = rooms(user, lesson.course_key)
    return place == lesson.place or any(room.learns and room.place == place for room in mine)


def ask(lesson: Lesson, place: str, *, author: User, text: str, client_uid: uuid.UUID | None = None) -> Topic:
    """Ask below the lesson; the question's beginning is its title, and what is sent twice is asked once."""
    return actions.open_topic(
        place,
        author=author,
        kind=Topic.Kind.QUESTION,
        title=excerpt(render(text), length=TITLE),
        text=text,
        lesson_key=lesson.key,
        lesson_title=lesson.title,
        course_key=lesson.course_key,
        once=True,
        client_uid=client_uid,
    )


def _rows(user: int, course: uuid.UUID) -> QuerySet[Membership]:
    assigned = Assignment.objects.standing().filter(group=OuterRef("group"), course_key=course)
    mine = groups.groups_of(User(pk=user)).order_by(Folded("group__name"), "pk")
    return mine.values_list("group__uid", "group__name", Exists(assigned), "role")


_rooms = Prepared(_rows, user=int, course=uuid.UUID)
