"""What stands in a learner's record, told beside each statement who vouches for it and what became of it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from courses import place, uids
from courses.catalog import queries as catalog
from courses.models import Outline, Record
from courses.outline import outlines
from courses.records import identity, literals, words
from courses.records.statements import agent_key

from . import telling
from .telling import Voucher

if TYPE_CHECKING:
    from community.models import User

PAGE = 50
BATCH = 500
BROUGHT_BY = "brought:"  # how the authority of what learners bring is named

LESSONS, ASSESSMENTS, ANSWERS, TAKEN_BACK = "lessons", "assessments", "answers", "taken-back"
# What was learned outside and logged or confirmed here, what its learner brought, what others reported or graded.
OUTSIDE, BROUGHT, REPORTED = "outside", "brought", "reported"
Provenance = Record.Provenance

_KINDS = {
    LESSONS: Q(verb=words.COMPLETED, activity_key__isnull=False),
    ASSESSMENTS: Q(verb__in=(words.PASSED, words.FAILED), activity_key__isnull=False),
    ANSWERS: Q(verb=words.ANSWERED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of the record is asked for: as it was just before `until`, the statements before number `before`."""

    course: uuid.UUID | None = None
    kind: str = ""
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of the record, taken back when `taken_back` says. A voiding one has its `target`, and `by`."""

    record: Record
    statement: Mapping[str, Any]
    voucher: Voucher
    taken_back: datetime | None
    by: str = ""
    target: Mapping[str, Any] | None = None

    @property
    def voids(self) -> bool:
        return self.record.verb == words.VOIDED


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, the last first, and the number before which the next page begins."""

    entries: list[Entry]
    before: int | None


def page(learner: "User", asked: Asked, *, size: int = PAGE) -> Page:
    """Return a page of the learner's record, the last statement first, in a bounded number of queries."""
    found = list(_asked(learner, asked).order_by("-seq")[: size + 1])
    more = found[size - 1].seq if len(found) > size else None
    return Page(_entries(learner, found[:size], asked.until), more)


def confirmed(learner: "User", *, until: datetime | None = None) -> list[Entry]:
    """Return what was learned outside, confirmed by somebody, and stood just before `until` (now), as it happened."""
    stands = Q(voided_by=None) | Q(voided_by__stored__gte=until) if until else Q(voided_by=None)
    records = _asked(learner, Asked(kind=OUTSIDE, until=until)).filter(stands, provenance=Provenance.VERIFIED)
    found = records.filter(erased_at=None).exclude(verb=words.VOIDED).order_by("timestamp", "seq")
    return _entries(learner, list(found), until)


def everything(learner: "User", asked: Asked) -> Iterator[Entry]:
    """Yield what is asked for of the record in its order, what was taken back too; no more than a batch is held."""
    for found in _batches(learner, asked):
        yield from _entries(learner, found, asked.until)


def texts(learner: "User", asked: Asked) -> Iterator[str]:
    """Yield the statements that are asked for as they are stored, in their order."""
    for found in _batches(learner, asked):
        yield from (record.statement for record in found)


def _batches(learner: "User", asked: Asked) -> Iterator[list[Record]]:
    records = _asked(learner, asked).filter(erased_at=None).order_by("seq")
    last = records.values_list("seq", flat=True).last() or 0
    seq: int | None = 0
    while seq is not None and seq < last:
        found = list(records.filter(seq__gt=seq, seq__lte=last)[:BATCH])
        yield found
        seq = found[-1].seq if found else None


def _of(learner: "User") -> QuerySet[Record]:
    return Record.objects.filter(learner=learner).select_related("voided_by").defer("voided_by__statement")


def _asked(learner: "User", asked: Asked) -> QuerySet[Record]:
    records = _of(learner)
    if asked.until:
        records = records.filter(stored__lt=asked.until)
    if asked.before is not None:
        records = records.filter(seq__lt=asked.before)
    if asked.course:
        keys = _ever_in(learner, asked.course)
        records = records.filter(Q(enrolment__course_key=asked.course) | Q(activity_key__in=keys))
    if asked.kind == TAKEN_BACK:
        back = Q(voided_by__stored__lt=asked.until) if asked.until else Q(voided_by__isnull=False)
        records = records.filter(back | Q(verb=words.VOIDED))
    return records.filter(_KINDS.get(asked.kind) or _vouched(learner).get(asked.kind) or Q())


def _vouched(learner: "User") -> dict[str, Q]:
    """Return the kinds that are told apart by who vouches, as `_voucher` tells."""
    ours = Q(authority=agent_key(identity.installation()))
    brought = Q(authority=agent_key(brought_by(learner)))
    confirmed = Q(provenance=Provenance.VERIFIED)
    return {
        OUTSIDE: confirmed | (ours & Q(provenance=Provenance.CLIENT)),
        BROUGHT: brought,
        REPORTED: ~ours & ~brought & ~confirmed,
    }


def brought_by(learner: "User") -> dict[str, Any]:
    """Return the agent that vouches for what `learner` brought: their own word, under a name of its own."""
    return identity.account(f"{BROUGHT_BY}{learner.uid}")


def _ever_in(learner: "User", course: uuid.UUID) -> list[uuid.UUID]:
    """Return the keys of a course's activities, as the learner's own outline or the current one has them."""
    mine = Outline.objects.filter(enrolment__learner=learner, course_key=course).values_list("data", flat=True)
    found = [*mine, *(outline.data for outline in catalog.outlines([course]).values())]
    return list({uuid.UUID(activity["key"]) for data in found for activity in outlines.activities(data)})


def _entries(learner: "User", records: list[Record], until: datetime | None) -> list[Entry]:
    """Return `records` with what is told beside them: one more query for what is voided, one for who is named."""
    read = {record.pk: _read(record) for record in records}
    voiding = [read[record.pk] for record in records if record.verb == words.VOIDED and read[record.pk]]
    targets = _targets(voiding)
    confirmers = (_confirmer(record, read[record.pk]) for record in records)
    names = _names([*(_account(one["actor"]) for one in voiding), *confirmers])
    return [_entry(learner, record, read[record.pk], targets, names, until) for record in records]


def _entry(
    learner: "User",
    record: Record,
    statement: Mapping[str, Any],
    targets: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    until: datetime | None,
) -> Entry:
    back = record.voided_by.stored if record.voided_by else None
    taken_back = back if back and (until is None or back < until) else None
    voucher = _voucher(record, statement, names)
    if record.verb != words.VOIDED or not statement:
        return Entry(record=record, statement=statement, voucher=voucher, taken_back=taken_back)
    return Entry(
        record=record,
        statement=statement,
        voucher=voucher,
        taken_back=taken_back,
        by=_who(statement["actor"], learner, names),
        target=targets.get(statement["object"]["id"]),
    )


def _read(record: Record) -> Mapping[str, Any]:
    return literals.loads(record.statement) if record.statement and record.erased_at is None else {}


def _targets(voiding: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return what voiding statements take back, by the id they name it by."""
    wanted = {one["object"]["id"]: uuid.UUID(one["object"]["id"]) for one in voiding}
    rows = Record.objects.filter(uid__in=set(wanted.values())) if wanted else []
    found = {record.uid: _read(record) for record in rows}
    return {text: found[uid] for text, uid in wanted.items() if uid in found}


def _names(accounts: Iterable[str]) -> dict[str, str]:
    """Return the names of the people among `accounts`, by their uid."""
    wanted = {account for account in accounts if (uid := uids.read(account)) and str(uid) == account}
    rows = get_user_model().objects.filter(uid__in=wanted).values_list("uid", "display_name") if wanted else []
    return {str(uid): name for uid, name in rows}


def _voucher(record: Record, statement: Mapping[str, Any], names: Mapping[str, str]) -> Voucher:
    account, ours = record.authority.rsplit("|", 1)[-1], _is_ours(record)
    said = (statement.get("authority") or {}).get("name", "")
    if record.provenance == Provenance.VERIFIED:
        return Voucher(kind=telling.CONFIRMED, name=names.get(_confirmer(record, statement), ""))
    if record.provenance == Provenance.SERVER:
        return Voucher(kind=telling.SEEN) if ours else Voucher(kind=telling.GRADED, name=said)
    if ours:
        return Voucher(kind=telling.LOGGED)
    if account.startswith(BROUGHT_BY):
        return Voucher(kind=telling.BROUGHT)
    return Voucher(kind=telling.REPORTED, name=said)


def _confirmer(record: Record, statement: Mapping[str, Any]) -> str:
    """Return the account of the person who confirmed it, "" where nobody did: what we confirm names them within."""
    if record.provenance != Provenance.VERIFIED:
        return ""
    if _is_ours(record):
        return _account(statement.get("context", {}).get("instructor", {}))
    return record.authority.rsplit("|", 1)[-1]


def _is_ours(record: Record) -> bool:
    return record.authority == agent_key(identity.installation())


def _who(actor: Mapping[str, Any], learner: "User", names: Mapping[str, str]) -> str:
    """Return the name of who took something back, "" for the learner themselves."""
    account = _account(actor)
    if account == str(learner.uid):
        return ""
    return names.get(account) or telling.plain(actor.get("name", "")) or place.name()


def _account(actor: Mapping[str, Any]) -> str:
    return actor.get("account", {}).get("name", "")
