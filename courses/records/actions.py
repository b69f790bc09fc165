"""The one door in: whatever a learner does becomes one statement, stored once with all that follows from it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses import tasks
from courses.models import Effect, Enrolment, Record
from courses.models import Sequence as SequenceRow

from . import consequences, consistency, identity, index, locks, native, sameness, times, voiding
from .statements import Statement, agent_key, iri_key
from .words import VOIDED

if TYPE_CHECKING:
    from community.models import User

Provenance = Record.Provenance
RACES = 3  # how often a batch begins again because another writer was faster


class Conflict(Exception):
    """Another statement is already stored under this id (4.1.6.1: 409)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement on its way in. Without a learner it gets no seq; without an enrolment it moves no progress."""

    statement: Statement
    provenance: str
    authority: Mapping[str, Any] = field(default_factory=identity.installation)
    learner_id: int | None = None
    enrolment_id: int | None = None
    activity_key: uuid.UUID | None = None  # where the activity is one of our own under another name

    @property
    def ours(self) -> bool:
        """The installation itself vouches for it."""
        return self.authority == identity.installation()

    @property
    def native(self) -> bool:
        """The installation itself saw it: the first writer wins, whatever a repeat says."""
        return self.provenance == Provenance.SERVER and self.ours


def record(
    statement: Mapping[str, Any] | Statement,
    *,
    provenance: str = Provenance.SERVER,
    authority: Mapping[str, Any] | None = None,
    learner: "User | None" = None,
    enrolment: Enrolment | None = None,
    at: datetime | None = None,
) -> Record:
    """Store one statement with its progress and the promise of its effects; a repeat returns what stands.

    Raises `Invalid` for what the standard refuses, `Conflict` for another statement under the same id, and
    `voiding.NotTheirs` where it voids what another vouched for.
    """
    entry = Entry(
        statement=statement if isinstance(statement, Statement) else Statement.read(statement),
        provenance=provenance,
        authority=authority or identity.installation(),
        learner_id=learner.pk if learner else enrolment.learner_id if enrolment else None,
        enrolment_id=enrolment.pk if enrolment else None,
    )
    return record_batch([entry], at=at)[0]


def record_batch(entries: Sequence[Entry], *, at: datetime | None = None) -> list[Record]:
    """Store `entries` in one transaction, all or none; their learners are locked in ascending id before it writes.

    Two writers of one new id meet at the unique key: the later one then finds the other's record standing.
    """
    for _ in range(RACES):
        try:
            return _record_batch(entries, at=at)
        except IntegrityError:
            if not _standing(entries):
                raise
    return _record_batch(entries, at=at)


@transaction.atomic
def _record_batch(entries: Sequence[Entry], *, at: datetime | None) -> list[Record]:
    targets = voiding.targets(entries)
    owners = [voiding.owner(entry, targets) for entry in entries]
    sequences = locks.hold(owner for owner in owners if owner)
    standing = _standing(entries)
    stored = at or consistency.storing(asked=bool(sequences))
    if at:
        times.refuse_disorder(at, sequences=sequences.values())
    records, new = [], []
    for entry, owner in zip(entries, owners, strict=True):
        uid = _id(entry, standing)
        there = standing.get(uid)
        if there is None:
            voiding.permit(entry, targets)
            there = _record_for(entry, sequences.get(owner) if owner else None, uid=uid, stored=stored)
            standing[uid] = there
            new.append((there, entry))
        elif not entry.native and not sameness.is_repeat(entry.statement, digest=there.digest, text=there.statement):
            raise Conflict(str(there.uid))
        records.append(there)
    _store(new, targets)
    for sequence in sequences.values():
        sequence.save(update_fields=["last_seq"])
        transaction.on_commit(partial(tasks.alarm, sequence.learner_id), robust=True)
    return records


def void(record: Record, *, by: "User | None" = None, at: datetime | None = None) -> Record:
    """Take `record` back: a voiding statement by `by` (or the installation), the source row ended, progress refolded.

    Returns the record that voids it, the first where it was void already; a voiding record cannot be voided
    (`voiding.NotVoidable`).
    """
    if voider := _voider(record):
        return voider
    statement = Statement.read(
        {
            "id": str(identity.statement_id(record.uid, VOIDED)),
            "actor": identity.actor(by) if by else identity.installation(),
            "verb": identity.verb(VOIDED),
            "object": {"objectType": "StatementRef", "id": str(record.uid)},
        }
    )
    record_batch([Entry(statement=statement, provenance=Provenance.SERVER)], at=at)
    voider = _voider(record)
    assert voider, f"{record.uid} still stands"
    return voider


def _voider(record: Record) -> Record | None:
    return Record.objects.select_related("voided_by").get(pk=record.pk).voided_by


def _standing(entries: Sequence[Entry]) -> dict[uuid.UUID, Record]:
    ids = [entry.statement.id for entry in entries if entry.statement.id]
    return {record.uid: record for record in Record.objects.filter(uid__in=ids)} if ids else {}


def _id(entry: Entry, standing: dict[uuid.UUID, Record]) -> uuid.UUID:
    """Return the id `entry` is stored under: its own, or where another took that from us, the one we use instead."""
    uid = entry.statement.id or uuid.uuid4()
    there = standing.get(uid)
    if there and entry.ours and there.authority != agent_key(entry.authority):
        uid = native.own_id(uid)
        standing.update({record.uid: record for record in Record.objects.filter(uid=uid)})
    return uid


def _store(new: Sequence[tuple[Record, Entry]], targets: Mapping[uuid.UUID, voiding.Target]) -> None:
    """Write the records and what goes with them, in a handful of statements however many they are."""
    if not new:
        return
    Record.objects.bulk_create([record for record, _ in new])
    index.write([(record, entry.statement, agent_key(entry.authority)) for record, entry in new])
    standing = {uid: target.record for uid, target in targets.items() if target.record}
    void_already = dict(voiding.earlier(new))
    effects = []
    for record, entry in new:
        happenings: list[dict[str, Any]] = []
        target = entry.statement.voids
        if by := void_already.get(record.uid):
            voiding.end(record, by=by)
        elif target in standing:
            voiding.end(standing[target], by=record)
        elif target:
            void_already[target] = record
        elif record.enrolment_id:
            happenings = consequences.advance(record.enrolment_id, record, entry.statement.data)
        standing[record.uid] = record
        if record.learner_id and record.seq:
            effects.append(
                Effect(
                    record=record,
                    learner_id=record.learner_id,
                    seq=record.seq,
                    due=timezone.now(),
                    happenings=happenings,
                )
            )
    Effect.objects.bulk_create(effects)


def _record_for(entry: Entry, sequence: SequenceRow | None, *, uid: uuid.UUID, stored: datetime) -> Record:
    statement = entry.statement
    timestamp = statement.timestamp or stored
    written = statement.data.get("timestamp") or times.written(timestamp)
    if sequence:
        sequence.last_seq += 1
    return Record(
        uid=uid,
        learner_id=sequence.learner_id if sequence else None,
        seq=sequence.last_seq if sequence else None,
        stored=stored,
        timestamp=timestamp.astimezone(UTC),
        day=times.counted_from(timestamp, stored, provenance=entry.provenance).date(),
        agent_key=statement.actor_key,
        verb=iri_key(statement.verb),
        activity_iri=iri_key(statement.activity),
        activity_key=entry.activity_key or identity.activity_key(statement.activity),
        enrolment_id=entry.enrolment_id,
        registration=statement.registration,
        provenance=entry.provenance,
        authority=agent_key(entry.authority),
        digest=statement.digest(),
        statement=statement.text(id=uid, timestamp=written, stored=times.written(stored), authority=entry.authority),
    )
