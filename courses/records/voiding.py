"""Taking statements back: who may, whose record it becomes, and what ends with it (xAPI 2.0, 4.2.5).

This site takes back whatever it likes; anybody else only what came under their own authority, though the store may hold
a voiding statement of theirs for something else: here security comes first, as 4.1.9 lets it.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.models import Record, RecordReference

from . import consequences, identity, sources
from .statements import agent_key
from .words import VOIDED, Invalid

if TYPE_CHECKING:
    from .actions import Entry


class NotVoidable(Invalid):
    """The statement to be voided is itself a voiding one (4.2.5)."""


class NotTheirs(Exception):
    """The statement to be voided came under another authority (4.1.5: 403)."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of a statement that is to be voided, stored already or in the same batch."""

    learner_id: int | None
    authority: str
    record: Record | None = None


def targets(entries: Sequence["Entry"]) -> dict[uuid.UUID, Target]:
    """Return what is known of the statements that `entries` void, by id; raises `NotVoidable`."""
    wanted = {target for entry in entries if (target := entry.statement.voids)}
    if not wanted:
        return {}
    together = [entry for entry in entries if entry.statement.id in wanted]
    stored = list(Record.objects.filter(uid__in=wanted))
    if VOIDED in {*(entry.statement.verb for entry in together), *(record.verb for record in stored)}:
        raise NotVoidable("object: a voiding statement cannot be voided (4.2.5)")
    known = {
        entry.statement.id: Target(entry.learner_id, agent_key(entry.authority))
        for entry in together
        if entry.statement.id
    }
    return known | {record.uid: Target(record.learner_id, record.authority, record) for record in stored}


def owner(entry: "Entry", known: Mapping[uuid.UUID, Target]) -> int | None:
    """Return the learner whose record `entry` becomes: a voiding statement belongs to that of the voided one."""
    if entry.statement.voids is None:
        return entry.learner_id
    target = known.get(entry.statement.voids)
    return target.learner_id if target else None


def permit(entry: "Entry", known: Mapping[uuid.UUID, Target]) -> None:
    """Raise `NotTheirs` where `entry` voids what did not come under its own authority."""
    target = known.get(entry.statement.voids) if entry.statement.voids else None
    if target and not _may(agent_key(entry.authority), target.authority):
        raise NotTheirs("object: only who wrote a statement, or this site, may void it (4.1.5)")


def earlier(new: Sequence[tuple[Record, "Entry"]]) -> Iterator[tuple[uuid.UUID, Record]]:
    """Yield the ids of those of the new records that a statement stored before them voids, each with the voider."""
    own = {record.uid: record for record, _ in new}
    early = RecordReference.objects.filter(target__in=own, record__verb=VOIDED).exclude(record__in=own.values())
    for reference in early.select_related("record"):
        target, voider = own[reference.target], reference.record
        means = _object_of(voider) == target.uid  # and no other that refers to it
        if means and target.verb != VOIDED and _may(voider.authority, target.authority):
            yield target.uid, voider


def end(target: Record, *, by: Record) -> None:
    """Let `target` count no longer: a native one ends its source row, progress is folded again without it."""
    if not Record.objects.filter(pk=target.pk, voided_by=None).update(voided_by=by):
        return
    if target.authority == agent_key(identity.installation()):
        sources.end(target, by.stored)
    if target.enrolment_id:
        consequences.refold(target.enrolment_id)


def _object_of(voider: Record) -> uuid.UUID | None:
    return uuid.UUID(json.loads(voider.statement)["object"]["id"]) if voider.statement else None


def _may(voider: str, target: str) -> bool:
    return voider in (target, agent_key(identity.installation()))
