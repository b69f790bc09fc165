"""What stands in a learner's record, told beside each statement who vouches for it and what became of it."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from courses import uids
from courses.catalog import outlines
from courses.catalog import queries as catalog
from courses.models import Outline, Record
from courses.records import identity, literals, words
from courses.records.statements import agent_key

from . import telling
from .telling import Voucher

if TYPE_CHECKING:
    from community.models import User

PAGE = 50
BATCH = 500
BROUGHT_BY = "brought:"  # how the authority of what learners bring is named

LESSONS, ASSESSMENTS, ANSWERS, ELSEWHERE, TAKEN_BACK = "lessons", "assessments", "answers", "elsewhere", "taken-back"
Provenance = Record.Provenance

_KINDS = {
    LESSONS: Q(verb=words.COMPLETED, activity_key__isnull=False),
    ASSESSMENTS: Q(verb__in=(words.PASSED, words.FAILED), activity_key__isnull=False),
    ANSWERS: Q(verb=words.ANSWERED),
    ELSEWHERE: ~Q(provenance=Provenance.SERVER),
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


def everything(learner: "User") -> Iterator[Entry]:
    """Yield the whole record in its order, what was taken back too; no more than a batch is held."""
    for found in _batches(learner):
        yield from _entries(learner, found, None)


def texts(learner: "User") -> Iterator[str]:
    """Yield every statement of the record as it is stored, in its order."""
    for found in _batches(learner):
        yield from (record.statement for record in found)


def _batches(learner: "User") -> Iterator[list[Record]]:
    last = _of(learner).order_by("-seq").values_list("seq", flat=True).first() or 0
    seq: int | None = 0
    while seq is not None and seq < last:
        found = list(_of(learner).filter(seq__gt=seq, seq__lte=last, erased_at=None).order_by("seq")[:BATCH])
        yield found
        seq = found[-1].seq if found else None


def _of(learner: "User") -> QuerySet[Record]:
    return Record.objects.filter(learner=learner).select_related("voided_by")


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
    return records.filter(_KINDS.get(asked.kind, Q()))


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
    return names.get(account) or telling.plain(actor.get("name", "")) or "Cohort"


def _account(actor: Mapping[str, Any]) -> str:
    return actor.get("account", {}).get("name", "")
