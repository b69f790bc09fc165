"""Logging what was learned outside the computer, and deciding about it. Each action owns its transaction."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from courses.models import Amendment, Claim, Decision, Evidence, Record
from courses.records import actions as records
from courses.records import locks
from courses.sendings import actions as sendings

from . import deciding, evidence, policies, queries, saying
from .evidence import Piece

if TYPE_CHECKING:
    from community.models import User

Provenance = Record.Provenance


class Said(TypedDict, total=False):
    """What a learner says of a claim, and may change until it is decided."""

    place: str
    kind: str
    title: str
    happened_on: date
    minutes: int | None
    learned: str


CHANGEABLE = tuple(Said.__annotations__)


class Closed(Exception):
    """Something final has become of the claim."""


class Changed(Exception):
    """The claim was changed since it was read."""


def log(
    learner: "User",
    *,
    client_uid: uuid.UUID,
    kind: str,
    title: str,
    happened_on: date,
    learned: str,
    minutes: int | None = None,
    place: str = "",
    pieces: Iterable[Piece] = (),
    at: datetime | None = None,
) -> Claim:
    """Log what `learner` says they learned; a repeat of `client_uid` returns what stands and changes nothing.

    Raises PermissionDenied for a place at which they may claim nothing.
    """
    now = at or timezone.now()
    with transaction.atomic():
        locks.hold([learner.pk])
        standing = Claim.objects.filter(learner=learner, client_uid=client_uid).first()
        if standing:
            return standing
        if not policies.may_claim_at(learner, place):
            raise PermissionDenied
        claim = Claim.objects.create(
            client_uid=client_uid,
            learner=learner,
            place=place,
            kind=kind,
            title=title,
            happened_on=happened_on,
            minutes=minutes,
            learned=learned,
            logged_at=now,
        )
        evidence.keep(claim, pieces, at=now)
        _say(claim, at=at)
        _ask(claim, at=at)
    return claim


def amend(
    claim: Claim,
    *,
    note: str = "",
    pieces: Iterable[Piece] = (),
    removed: Collection[uuid.UUID] = (),
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
    **changes: Unpack[Said],
) -> Claim:
    """Let the learner change a claim of theirs, which then waits again; the same form sent again changes it once.

    What it said before is voided and said anew in a higher revision. Raises `Closed` once it is decided, and
    PermissionDenied for a place that is not theirs or, once somebody has answered, for any other.
    """
    now, pieces = at or timezone.now(), list(pieces)

    def make() -> Claim:
        held = _hold(claim)
        _refuse_closed(held)
        left, place = held.place, changes.get("place", held.place)
        if not policies.may_claim_at(held.learner, place) or (place != left and queries.is_answered(held)):
            raise PermissionDenied
        for name, value in changes.items():
            setattr(held, name, value)
        held.asked_back_at = None
        held.revision += 1
        held.save()
        _remove(held.evidence.standing().filter(uid__in=list(removed)), at=now)
        evidence.keep(held, pieces, at=now)
        Amendment.objects.create(claim=held, note=note, at=now)
        before = held.record
        _say(held, at=at)
        if before:
            records.void(before, by=held.learner, at=at)
        _ask(held, at=at)
        if place != left:
            _tell_no_more(held, left)
        return held

    stands = {name: getattr(claim, name) for name in CHANGEABLE} | changes
    said = ("amendment", claim.uid, note, stands, [piece.sha256 for piece in pieces], sorted(map(str, removed)))
    with transaction.atomic():
        return sendings.once(claim.learner, client_uid=client_uid, said=said, of=Claim, make=make)


def withdraw(claim: Claim, *, at: datetime | None = None) -> None:
    """Let the learner take back a claim that is not confirmed: its statement is voided, its evidence deleted."""
    with transaction.atomic():
        claim = _hold(claim)
        if claim.withdrawn_at:
            return
        if claim.confirmed_at:
            raise Closed(str(claim.uid))
        if claim.record:
            records.void(claim.record, by=claim.learner, at=at)


def decide(
    claim: Claim,
    *,
    kind: str,
    by: "User",
    revision: int,
    reason: str = "",
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Decision:
    """Decide about the `revision` of a claim that `by` read, in one of the ways of `Decision.Kind`.

    The same form sent again returns what was decided by it.
    """
    ways = {Decision.Kind.CONFIRMED: confirm, Decision.Kind.ASKED_BACK: ask_back, Decision.Kind.DECLINED: decline}

    def make() -> Decision:
        return ways[Decision.Kind(kind)](claim, by=by, revision=revision, reason=reason, at=at)

    said = ("decision", claim.uid, kind, revision, reason)
    return sendings.once(by, client_uid=client_uid, said=said, of=Decision, make=make)


def confirm(claim: Claim, *, by: "User", revision: int, reason: str = "", at: datetime | None = None) -> Decision:
    """Confirm a claim: a second statement about the same learner, verified, which causes points and feed.

    A repeat returns the decision that stands. Raises PermissionDenied for who may not decide, `Closed` where it ended,
    and `Changed` where `revision` is not what stands.
    """
    now = at or timezone.now()
    with transaction.atomic():
        claim = _hold(claim)
        standing = claim.decisions.standing().filter(kind=Decision.Kind.CONFIRMED).first()
        if standing and policies.may_decide(by, claim):
            return standing
        decision = _decide(claim, by=by, kind=Decision.Kind.CONFIRMED, revision=revision, reason=reason, now=now)
        decision.record = records.record(
            saying.confirmed(decision, at=now), provenance=Provenance.VERIFIED, learner=claim.learner, at=at
        )
        decision.save(update_fields=["record"])
        _mark(claim, confirmed_at=now, asked_back_at=None)
        _tell(decision, at=at)
    return decision


def ask_back(claim: Claim, *, by: "User", revision: int, reason: str, at: datetime | None = None) -> Decision:
    """Ask the learner something before deciding; the claim waits for them."""
    now = at or timezone.now()
    with transaction.atomic():
        claim = _hold(claim)
        decision = _decide(claim, by=by, kind=Decision.Kind.ASKED_BACK, revision=revision, reason=reason, now=now)
        _mark(claim, asked_back_at=now)
        _tell(decision, at=at)
    return decision


def decline(claim: Claim, *, by: "User", revision: int, reason: str, at: datetime | None = None) -> Decision:
    """Decline a claim for a reason; it stays in the learner's log as theirs alone says it."""
    now = at or timezone.now()
    with transaction.atomic():
        claim = _hold(claim)
        decision = _decide(claim, by=by, kind=Decision.Kind.DECLINED, revision=revision, reason=reason, now=now)
        _mark(claim, declined_at=now, asked_back_at=None)
        _tell(decision, at=at)
    return decision


def end_source(record: Record, at: datetime) -> None:
    """End the row behind a voided record: a claim is withdrawn, a confirmation undone, so that it waits again."""
    if record.enrolment_id is not None:
        return
    for claim in Claim.objects.filter(record=record, withdrawn_at=None):
        _mark(claim, withdrawn_at=at)
        _remove(claim.evidence.standing(), at=at)
        _tell_no_more(claim, claim.place)
    for decision in Decision.objects.standing().filter(record=record).select_related("claim"):
        Decision.objects.filter(pk=decision.pk).update(voided_at=at)
        _mark(decision.claim, confirmed_at=None)
        _tell_no_more(decision.claim, decision.claim.place)


def _hold(claim: Claim) -> Claim:
    """Lock the learner, as every writer of theirs does, and read the claim as it stands now."""
    locks.hold([claim.learner_id])
    return Claim.objects.select_related("learner", "record").get(pk=claim.pk)


def _refuse_closed(claim: Claim) -> None:
    if not policies.is_open(claim):
        raise Closed(str(claim.uid))


def _decide(claim: Claim, *, by: "User", kind: str, revision: int, reason: str, now: datetime) -> Decision:
    if not policies.may_decide(by, claim):
        raise PermissionDenied
    _refuse_closed(claim)
    if revision != claim.revision:
        raise Changed(str(claim.uid))
    return Decision.objects.create(claim=claim, learner=claim.learner, kind=kind, reason=reason, by=by, at=now)


def _say(claim: Claim, *, at: datetime | None) -> None:
    statement = saying.logged(claim, at=at or timezone.now())
    claim.record = records.record(statement, provenance=Provenance.CLIENT, learner=claim.learner, at=at)
    claim.save(update_fields=["record"])


def _mark(claim: Claim, **times: datetime | None) -> None:
    Claim.objects.filter(pk=claim.pk).update(**times)
    for name, value in times.items():
        setattr(claim, name, value)


def _remove(pieces: Iterable[Evidence], *, at: datetime) -> None:
    """The row and its hash stay, because a statement names them; the bytes go."""
    for piece in pieces:
        Evidence.objects.filter(pk=piece.pk).update(removed_at=at)
        if piece.file:
            transaction.on_commit(partial(piece.file.storage.delete, piece.file.name or ""), robust=True)


def _ask(claim: Claim, *, at: datetime | None) -> None:
    if authority := deciding.of(claim.place):
        authority.told_of_claim(claim, at=at)


def _tell(decision: Decision, *, at: datetime | None) -> None:
    if authority := deciding.of(decision.claim.place):
        authority.told_of_decision(decision, at=at)


def _tell_no_more(claim: Claim, place: str) -> None:
    if authority := deciding.of(place):
        authority.told_no_more(claim)
        authority.look_again(place)
