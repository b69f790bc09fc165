"""The courses of a group as one member learns them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.models import Assignment, Group, Membership, User
from courses.access import days
from courses.addresses import activity_url, course_url
from courses.catalog import queries as catalog
from courses.models import Outline, Progress
from courses.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """A course the group learns, for the component line: `note` says how far the viewer is and when it is due."""

    key: uuid.UUID
    cover: str
    title: str
    url: str
    note: str
    due: datetime | None
    due_to_viewer: bool
    done: int
    required: int
    first: "First | None" = None
    studied: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first thing in a course that its viewer has not begun and does not teach."""

    title: str
    url: str
    minutes: int


def courses(group: Group, viewer: User) -> list[CourseRow]:
    """Return the published courses that `group` learns and how far `viewer` is. One query."""
    return [_course(group, viewer, *row) for row in _learned(group=group.pk, viewer=viewer.pk)]


def start(rows: list[CourseRow]) -> CourseRow | None:
    """Return the course a newcomer starts with: the one due first, else the one assigned first; None once one is begun.

    A day that was over when they joined is not theirs, and leads nobody.
    """
    if any(row.done for row in rows):
        return None
    beginnings = [row for row in rows if row.first]
    dated = [row for row in beginnings if row.due_to_viewer]
    return min(dated, key=lambda row: row.due, default=next(iter(beginnings), None))


def _course(
    group: Group,
    viewer: User,
    key: uuid.UUID,
    title: str,
    slug: str | None,
    cover: str | None,
    due_at: datetime | None,
    done: int | None,
    required: int | None,
    joined: datetime | None,
    teaches: bool,
    *first: Any,
) -> CourseRow:
    due = days.set_in(due_at, group.time_zone)
    late = due is not None and joined is not None and days.is_late(due, now=joined, where=days.zone(viewer.time_zone))
    return CourseRow(
        key=key,
        cover=cover or str(key),
        title=title,
        url=course_url(str(key), slug or ""),
        note=f"{_far(done, required)} · {_until(due, too_late=late)}",
        due=due,
        due_to_viewer=due is not None and not late,
        done=done or 0,
        required=required or 0,
        first=_first(*first) if joined and not teaches and not done else None,
    )


def _first(kind: str | None, key: str, title: str, slug: str, minutes: str) -> First | None:
    return First(title=title, url=activity_url(kind, key, slug), minutes=int(minutes)) if kind else None


def _far(done: int | None, required: int | None) -> str:
    if not done or not required:
        return _("Not started")
    if done >= required:
        return _("You finished it")
    return _("You: %(done)d of %(required)d") % {"done": done, "required": required}


def _until(due: datetime | None, *, too_late: bool) -> str:
    if due is None:
        return _("no due date")
    text = _("was due %(day)s, before you joined") if too_late else _("due %(day)s")
    return text % {"day": _day(due)}


def _day(due: datetime) -> str:
    return date_format(due.date(), "j F" if due.year == localtime().year else "j F Y")


def _rows_learned(group: int, viewer: int) -> QuerySet[Any, Any]:
    """What is published of what is assigned, in the order in which it was; no outline is read but for its names."""
    assigned = Assignment.objects.standing().filter(group=group, course_key=OuterRef("course_key"))
    mine = Progress.objects.filter(
        enrolment__learner=viewer, enrolment__course_key=OuterRef("course_key"), enrolment__ended=None
    )
    return (
        Outline.objects.current()
        .filter(course_key__in=Assignment.objects.standing().filter(group=group).values("course_key"))
        .order_by(Subquery(assigned.values("assigned_at")), Subquery(assigned.values("pk")))
        .values_list(
            "course_key", KT("data__title"), KT("data__slug"), KT("data__cover"), Subquery(assigned.values("due")),
            Subquery(mine.values("done")[:1]), Subquery(mine.values("required")[:1]),
            Subquery(Membership.objects.open().filter(group=group, user=viewer).values("joined")[:1]),
            Exists(catalog.taught(viewer).filter(course_key=OuterRef("course_key"))),
            *(KT(f"data__modules__0__activities__0__{name}") for name in ("kind", "key", "title", "slug", "minutes")),
        )
    )  # fmt: skip


_learned = Prepared(_rows_learned, group=int, viewer=int)
