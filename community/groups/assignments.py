"""What a group learns: a course is assigned to it, or no longer. Permission is the caller's question."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.live import actions as live
from community.models import Assignment, Group, User
from community.notifications.actions import notify
from community.notifications.withdrawing import settle, stand_again
from courses.access import actions as access
from courses.access import days

from . import locks, policies, queries


def assign(
    group: Group, *, course_key: uuid.UUID, by: User, due: datetime | None = None, at: datetime | None = None
) -> Assignment:
    """Let the group learn a course; each member is granted it. Assigning it again changes when it is due.

    What is due is the day that `due` is in the group's time zone, wherever its members are.
    Who is suspended for a time finds it when they come back.
    """
    now = at or timezone.now()
    due = days.set_in(due, group.time_zone)
    with transaction.atomic():
        locks.hold(group.pk)
        assignment, new = Assignment.objects.get_or_create(
            group=group,
            course_key=course_key,
            ended_at=None,
            defaults={"due": due, "assigned_by": by, "assigned_at": now},
        )
        if not new and assignment.due != due:
            assignment.due = due
            assignment.save(update_fields=["due"])
        members = list(queries.memberships(group).order_by("user"))
        for member in members:
            access.grant(member.user, course_key, source=group.place, due=policies.due_of(member, due), at=now)
        notify(
            [member.user for member in members],
            verb="assigned",
            actor=by,
            thread=_thread(group, course_key),
            target=group,
            place=group.place,
            data={"group": str(group.uid), "course": str(course_key), "due": due.isoformat() if due else ""},
            at=at,
        )
        live.refresh(group.place)
    return assignment


def end(group: Group, *, course_key: uuid.UUID, by: User, at: datetime | None = None) -> None:
    """Learn a course no longer: what the group gave is taken back, what was learned stays."""
    now = at or timezone.now()
    with transaction.atomic():
        locks.hold(group.pk)
        standing = Assignment.objects.standing().filter(group=group, course_key=course_key)
        if standing.update(ended_at=now):
            access.revoke_source(group.place, course_key=course_key, at=now)
            settle(thread=_thread(group, course_key))
            settle(place=f"course:{course_key}")
            live.refresh(group.place)


def come_and_go(course_key: uuid.UUID, *, published: bool) -> None:
    """Let those to whom a course is assigned hear of it while it is published, in the caller's transaction."""
    hear = stand_again if published else settle
    for standing in Assignment.objects.standing().filter(course_key=course_key).select_related("group"):
        hear(thread=_thread(standing.group, course_key))


def _thread(group: Group, course_key: uuid.UUID) -> str:
    return f"group:{group.uid}:course:{course_key}"
