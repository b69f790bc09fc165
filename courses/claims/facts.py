"""Read a stored confirmation as what is handed up: from the record alone, so that it follows again at any time."""

import json
import re
import uuid
from collections.abc import Container, Mapping
from datetime import UTC

from courses.events import ClaimConfirmed
from courses.models import Claim, Observation, Record
from courses.records import identity, statements, times
from courses.records.words import COMPLETED

from . import iris


def event_of(
    record: Record, *, places: Mapping[uuid.UUID, str] | None = None, drained: Container[int] | None = None
) -> ClaimConfirmed | None:
    """Return what `record` says was confirmed, if it is a confirmation by somebody of this installation.

    With the ids of the records `drained` so far it names its voiding record, where that is one of them. Where there
    are many, `places` of all their claims are read at once.
    """
    claim_uid = confirmed_by(record)
    if claim_uid is None or record.learner_id is None:
        return None
    data = json.loads(record.statement or "{}")
    extensions = data.get("object", {}).get("definition", {}).get("extensions", {})
    voided = record.voided_by_id if drained is not None and record.voided_by_id in drained else None
    return ClaimConfirmed(
        learner_id=record.learner_id,
        record_id=record.pk,
        record_uid=record.uid,
        seq=record.seq or 0,
        at=times.counted_from(record.timestamp, record.stored, provenance=record.provenance).astimezone(UTC),
        stored=record.stored,
        reversed_by=voided,
        claim_uid=claim_uid,
        title=statements.title_in(data),
        place=(places_of(record.learner_id, claim_uid) if places is None else places).get(claim_uid, ""),
        kind=str(extensions.get(iris.kind(), "other")),
        minutes=_minutes(data.get("result", {}).get("duration", "")),
    )


def events_among(learner_id: int, records: Mapping[int, Record]) -> list[ClaimConfirmed]:
    """Return what the drained `records` of a learner, by id, say was confirmed. Two queries, none where nothing was."""
    confirming = [record for record in records.values() if confirmed_by(record)]
    places = places_of(learner_id) if confirming else {}
    return [event for record in confirming if (event := event_of(record, places=places, drained=records))]


def places_of(learner_id: int, *uids: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return where each claim and observation of a learner, or of those the `uids`, is decided. Two queries."""
    found: dict[uuid.UUID, str] = {}
    for rows in (Claim.objects.filter(learner=learner_id), Observation.objects.filter(learner=learner_id)):
        found |= dict((rows.filter(uid__in=uids) if uids else rows).values_list("uid", "place"))
    return found


def confirmed_by(record: Record) -> uuid.UUID | None:
    """Return the uid of the claim or observation that `record` confirms, None where it confirms none."""
    if record.provenance != Record.Provenance.VERIFIED or record.verb != COMPLETED:
        return None
    if record.authority != statements.agent_key(identity.installation()):
        return None
    return iris.uid_of(record.activity_iri)


def _minutes(duration: str) -> int | None:
    found = re.fullmatch(r"PT(\d{1,6})M", duration)
    return int(found[1]) if found else None
