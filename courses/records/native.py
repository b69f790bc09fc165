"""Statements of what Cohort saw itself, about an enrolled person and one of its own activities."""

import uuid
import zoneinfo
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from courses.models import Enrolment, Record

from . import identity, times
from .statements import Statement, agent_key


def statement(
    enrolment: Enrolment,
    *,
    source: uuid.UUID | str,
    verb: str,
    thing: Mapping[str, Any],
    at: datetime | None,
    result: Mapping[str, Any] | None = None,
    revision: int = 1,
) -> Statement:
    """Return the statement that the learner of `enrolment` did `verb` to the activity `thing`.

    Its id follows from the source row; its timestamp carries the offset of the learner's own zone, which says
    on which day of theirs it happened.
    """
    data: dict[str, Any] = {
        "id": str(identity.statement_id(source, verb, revision=revision)),
        "actor": identity.actor(enrolment.learner),
        "verb": identity.verb(verb),
        "object": dict(thing),
        "context": {
            "registration": str(enrolment.uid),
            "contextActivities": {"parent": [identity.activity(enrolment.course_key, kind="course")]},
            "platform": "Cohort",
        },
        "timestamp": times.written(local(at or timezone.now(), enrolment.learner.time_zone)),
    }
    if result:
        data["result"] = dict(result)
    return Statement.read(data)


def own_id(uid: uuid.UUID) -> uuid.UUID:
    """Return the id under which the native statement meant for `uid` stands or will: not one that somebody else took.

    Ids of native statements can be computed beforehand, so another may be stored under one; the next then follows
    from the number of that record, which nobody knows before it is stored.
    """
    ours = agent_key(identity.installation())
    while taken := Record.objects.filter(uid=uid).exclude(authority=ours).only("pk").first():
        uid = uuid.uuid5(uid, str(taken.pk))
    return uid


def local(moment: datetime, zone: str) -> datetime:
    """Return `moment` in the time zone called `zone`, in UTC where there is none of that name."""
    try:
        return moment.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(zoneinfo.ZoneInfo("UTC"))
