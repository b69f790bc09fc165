"""Grant and revoke the right to a course: the only way in."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.models import Enrolment, Grant

from . import days

if TYPE_CHECKING:
    from community.models import User


def grant(
    user: "User",
    course_key: uuid.UUID,
    *,
    source: str,
    due: datetime | None = None,
    until: datetime | None = None,
    at: datetime | None = None,
) -> Enrolment:
    """Give `user` the course by `source`; opens an enrolment where none is open, changes `due` of a standing grant.

    What is due is the day that `due` is in the zone it is carried in.
    """
    now = at or timezone.now()
    given = {"due": due, "due_zone": days.zone_of(due) or "UTC", "until": until}
    with transaction.atomic():
        enrolment, _ = Enrolment.objects.get_or_create(
            learner=user, course_key=course_key, ended=None, defaults={"began": now}
        )
        standing, new = Grant.objects.get_or_create(
            enrolment=enrolment,
            source=source,
            revoked=None,
            defaults={"granted_at": now, **given},
        )
        if not new and any(getattr(standing, name) != value for name, value in given.items()):
            Grant.objects.filter(pk=standing.pk).update(**given)
    return enrolment


def revoke(user: "User", course_key: uuid.UUID, *, source: str, at: datetime | None = None) -> int:
    """Take back what `source` gave `user`; the last one closes the door, never the enrolment. Returns how many."""
    standing = Grant.objects.filter(
        enrolment__learner=user, enrolment__course_key=course_key, source=source, revoked=None
    )
    return standing.update(revoked=at or timezone.now())


def revoke_source(source: str, *, course_key: uuid.UUID | None = None, at: datetime | None = None) -> int:
    """Take back what `source` gave anyone, of one course or of all. Returns how many."""
    standing = Grant.objects.filter(source=source, revoked=None)
    if course_key:
        standing = standing.filter(enrolment__course_key=course_key)
    return standing.update(revoked=at or timezone.now())


def move_due(source: str, *, course_key: uuid.UUID, due: datetime) -> int:
    """Let what `source` gave and is due be due at `due`, in another zone. Returns how many."""
    standing = Grant.objects.filter(source=source, enrolment__course_key=course_key, revoked=None, due__isnull=False)
    return standing.update(due=due, due_zone=days.zone_of(due) or "UTC")
