"""The statements about what happens outside the computer: that it was logged, and that somebody confirmed it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from courses.models import Claim, Decision, Evidence
from courses.records import identity, native, times
from courses.records.statements import Statement
from courses.records.words import COMPLETED

from . import iris

if TYPE_CHECKING:
    from community.models import User

NOON = time(12)


def logged(claim: Claim, *, at: datetime) -> Statement:
    """Return that the learner experienced what `claim` says, in its revision, with its evidence by hash.

    Records are read and sent on by whoever runs the site. So what is claimed at no place, and is the learner's alone,
    says its kind, its day and its length, and none of their words.
    """
    thing, result = _told(claim) if claim.place else _hushed(claim)
    return Statement.read(
        {
            "id": str(identity.statement_id(claim.uid, iris.EXPERIENCED, revision=claim.revision)),
            "actor": identity.actor(claim.learner),
            "verb": identity.verb(iris.EXPERIENCED),
            "object": thing,
            **({"result": result} if result else {}),
            "context": {"platform": "Cohort"},
            "timestamp": times.written(when(claim.happened_on, zone=claim.learner.time_zone, at=at)),
            **(_attachments(claim.evidence.standing().order_by("pk")) if claim.place else {}),
        }
    )


def confirmed(decision: Decision, *, at: datetime) -> Statement:
    """Return that the learner completed it, by the word of who decided; the logged statement is its context."""
    claim = decision.claim
    return completed(
        claim.learner,
        by=decision.by,
        source=decision.uid,
        thing=activity(claim.uid, kind=claim.kind, title=claim.title),
        timestamp=when(claim.happened_on, zone=claim.learner.time_zone, at=at),
        result=_duration(claim.minutes),
        first=claim.record.uid if claim.record else None,
        attachments=_attachments(claim.evidence.standing().order_by("pk")),
    )


def completed(
    learner: "User",
    *,
    by: "User",
    source: uuid.UUID,
    thing: Mapping[str, Any],
    timestamp: datetime,
    result: Mapping[str, Any],
    first: uuid.UUID | None = None,
    attachments: Mapping[str, Any],
) -> Statement:
    """Return that `learner` completed `thing`, as `by` saw it; `first` is the statement it confirms."""
    context: dict[str, Any] = {"instructor": identity.actor(by), "platform": "Cohort"}
    if first:
        context["statement"] = {"objectType": "StatementRef", "id": str(first)}
    return Statement.read(
        {
            "id": str(identity.statement_id(source, COMPLETED)),
            "actor": identity.actor(learner),
            "verb": identity.verb(COMPLETED),
            "object": dict(thing),
            "result": {"completion": True, **result},
            "context": context,
            "timestamp": times.written(timestamp),
            **attachments,
        }
    )


def activity(uid: uuid.UUID, *, kind: str, title: str) -> dict[str, Any]:
    """Return the activity that was done outside."""
    definition = {"type": iris.TYPES[kind], "name": {identity.LANGUAGE: title}, "extensions": {iris.kind(): kind}}
    return {"objectType": "Activity", "id": iris.activity(uid), "definition": definition}


def attachment(*, name: str, content_type: str, length: int, sha256: str, url: str) -> dict[str, Any]:
    """Return evidence as a statement says it: its hash, its length and where it lies."""
    return {
        "usageType": iris.EVIDENCE,
        "display": {identity.LANGUAGE: name},
        "contentType": content_type,
        "length": length,
        "sha2": sha256,
        "fileUrl": url,
    }


def when(day: date, *, zone: str, at: datetime) -> datetime:
    """Return the moment that stands for `day`: noon there, or `at` where it is that day still."""
    here = native.local(at, zone)
    if day >= here.date():
        return here
    return native.local(datetime.combine(day, NOON, tzinfo=here.tzinfo), zone)


def _told(claim: Claim) -> tuple[dict[str, Any], dict[str, str]]:
    thing = activity(claim.uid, kind=claim.kind, title=claim.title)
    return thing, {"response": claim.learned, **_duration(claim.minutes)}


def _hushed(claim: Claim) -> tuple[dict[str, Any], dict[str, str]]:
    with translation.override(identity.LANGUAGE):
        kind = str(Claim.Kind(claim.kind).label)
    return activity(claim.uid, kind=claim.kind, title=kind), _duration(claim.minutes)


def _duration(minutes: int | None) -> dict[str, str]:
    return {"duration": f"PT{minutes}M"} if minutes else {}


def _attachments(evidence: Iterable[Evidence]) -> dict[str, Any]:
    said = [
        attachment(
            name=piece.name,
            content_type=piece.content_type,
            length=piece.length,
            sha256=piece.sha256,
            url=piece.url or f"{settings.IRI_BASE}{reverse('claims:evidence', args=[piece.uid])}",
        )
        for piece in evidence
    ]
    return {"attachments": said} if said else {}
