"""Who is enrolled in what, and may enter."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from courses.models import CourseTeam, Enrolment, Grant
from courses.prepared import Prepared

from . import days
from .models import GrantQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def standing_grants(now: datetime | None = None) -> GrantQuerySet:
    """Return the grants that give access at `now`."""
    return Grant.objects.standing(now or timezone.now())


def open_enrolments(now: datetime | None = None) -> QuerySet[Enrolment]:
    """Return the enrolments that are open and have a standing grant."""
    return Enrolment.objects.open().filter(Exists(standing_grants(now).filter(enrolment=OuterRef("pk"))))


def enrolment(user: "User | AnonymousUser", course_key: uuid.UUID) -> Enrolment | None:
    """Return the open enrolment by which `user` may learn the course, with its progress and pinned outline.

    Its `in_team` says whether they teach it as well.
    """
    if not user.is_authenticated:
        return None
    found: list[Enrolment] = _enrolment(learner=user.pk, course=course_key, now=timezone.now())
    for each in found:
        each.learner = user  # what follows asks for the person's zone and name
        each.in_team = bool(getattr(each, "taught", False))
    return found[0] if found else None


def due_of(enrolment: Enrolment) -> datetime | None:
    """Return the first due day of the grants that stand, in the zone it was set in, if one has any."""
    found = _dues(enrolment=enrolment.pk, now=timezone.now())
    return days.set_in(*found[0]) if found else None


def ever_learned(course_key: uuid.UUID) -> bool:
    """Say whether anybody is or was enrolled in the course."""
    return Enrolment.objects.filter(course_key=course_key).exists()


def enrolments_of(user: "User | AnonymousUser") -> list[Enrolment]:
    """Return every course `user` may learn now, with progress, pinned outline and the first `due` of its grants."""
    if not user.is_authenticated:
        return []
    mine = open_enrolments().filter(learner_id=user.pk).select_related("progress", "outline").order_by("-began")
    found = with_due(mine)
    for each in found:
        each.learner = user
    return found


def first_due(now: datetime) -> tuple[Subquery, Subquery]:
    """Return when the first of an enrolment's grants that stand at `now` is due, and in which zone, as expressions."""
    dated = _dated(now).filter(enrolment=OuterRef("pk"))
    return Subquery(dated.values("due")[:1]), Subquery(dated.values("due_zone")[:1])


def with_due(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    """Return `enrolments`, each with the first day on which one of its standing grants is `due`. One query."""
    found: list[Enrolment] = []
    due, zone = first_due(timezone.now())
    for each in enrolments.annotate(first_due=due, first_zone=zone):
        each.due = days.set_in(each.first_due, each.first_zone)
        found.append(each)
    return found


def _open_to(learner: int, course: uuid.UUID, now: datetime) -> QuerySet[Enrolment]:
    mine = open_enrolments(now).filter(learner=learner, course_key=course)
    team = CourseTeam.objects.filter(course_key=course, group__user=learner)
    return mine.annotate(taught=Exists(team)).select_related("progress", "outline").order_by("pk")[:1]


def _earliest_due(enrolment: int, now: datetime) -> QuerySet[Grant, Any]:
    return _dated(now).filter(enrolment=enrolment).values_list("due", "due_zone")[:1]


def _dated(now: datetime) -> GrantQuerySet:
    return standing_grants(now).filter(due__isnull=False).order_by("due", "pk")


_enrolment = Prepared(_open_to, learner=int, course=uuid.UUID, now=datetime)
_dues = Prepared(_earliest_due, enrolment=int, now=datetime)
