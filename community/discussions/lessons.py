"""What is said below a lesson: where one reads it, and where one writes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from community.groups import policies as places
from community.groups import queries as groups
from community.models import Assignment, Membership, Topic, User
from courses.catalog import queries as catalog
from courses.learning.addresses import activity_url

from . import actions
from .markdown import excerpt

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


def lesson_for(user: User, key: uuid.UUID) -> Lesson | None:
    """Return the lesson if `user` learns or teaches its course."""
    page = catalog.lesson_page(key)
    course = catalog.course_of(page) if page else None
    if page is None or course is None:
        return None
    lesson = Lesson(key, page.title, course.translation_key)
    return lesson if places.may_read(user, lesson.place) else None


def url_of(topic: Topic) -> str:
    """Return the address of the lesson that `topic` stands below, or an empty string."""
    return activity_url("lesson", str(topic.lesson_key), "") if topic.lesson_key else ""


def memberships(user: User, course_key: uuid.UUID) -> list[Membership]:
    """Return the memberships of `user` by their groups' names; `learns` says that the course is assigned there."""
    assigned = Assignment.objects.filter(group=OuterRef("group"), course_key=course_key, ended_at=None)
    return list(groups.groups_of(user).annotate(learns=Exists(assigned)).order_by("group__name", "pk"))


def place_to_write(lesson: Lesson, mine: Collection[Membership]) -> str:
    """Return where one writes below the lesson: in my group that has the course assigned, else at the course."""
    return next((each.group.place for each in mine if each.learns), lesson.place)


def may_hold(user: User, place: str, lesson: Lesson) -> bool:
    """Say whether talk below the lesson may stand in `place`: at its course, or in a group of mine that learns it."""
    return place == lesson.place or any(
        each.learns and each.group.place == place for each in memberships(user, lesson.course_key)
    )


def ask(lesson: Lesson, place: str, *, author: User, text: str) -> Topic:
    """Ask below the lesson; the question's beginning is its title."""
    return actions.open_topic(
        place,
        author=author,
        kind=Topic.Kind.QUESTION,
        title=excerpt(text, length=TITLE),
        text=text,
        lesson_key=lesson.key,
        lesson_title=lesson.title,
        course_key=lesson.course_key,
    )
