"""Bringing one's own statements from elsewhere: kept and shown as brought, and moving nothing."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from courses.models import Record
from courses.records import actions as records
from courses.records import literals, mapping, sameness
from courses.records.statements import Statement
from courses.records.words import Invalid

from .queries import brought_by

if TYPE_CHECKING:
    from community.models import User

MOST = 2000  # statements in a file
LARGEST = 5 * 1024 * 1024  # bytes of a file
TOGETHER = 100  # statements in a transaction


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the statement at place `number` (from 1) was not taken."""

    number: int
    reason: str


@dataclass(slots=True)
class Brought:
    """What became of the statements of a file: taken now, here already, or refused."""

    taken: int = 0
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.taken + self.known + len(self.refused)


def bring(learner: "User", content: bytes) -> Brought:
    """Take the statements about `learner` out of a file and say what became of each; a repeat changes nothing.

    `content` is a JSON list of statements or {"statements": […]}, as this record is exported. Raises `Invalid` where
    it is neither or too long.
    """
    items = _items(content)
    brought, read = Brought(), _read(learner, items)
    wanted = [(number, one) for number, one in read if isinstance(one, Statement)]
    about = mapping.map_all([statement for _number, statement in wanted], by_email=True)
    entries: list[tuple[int, records.Entry]] = []
    refused = [Refusal(number, one) for number, one in read if isinstance(one, str)]
    for (number, statement), meant in zip(wanted, about, strict=True):
        if meant.learner_id != learner.pk:
            refused.append(Refusal(number, _("actor: this is not you, by your account or a verified e-mail address")))
        else:
            entries.append((number, _entry(learner, statement, meant.activity_key)))
    for start in range(0, len(entries), TOGETHER):
        refused += _store(learner, entries[start : start + TOGETHER], brought)
    brought.refused = sorted(refused, key=lambda refusal: refusal.number)
    return brought


def _items(content: bytes) -> list[Any]:
    value = literals.loads(content)
    items = value.get("statements") if isinstance(value, Mapping) else value
    if not isinstance(items, list):
        raise Invalid(_("the file: neither a list of statements nor an object with “statements”"))
    if len(items) > MOST:
        text = _("the file: %(n)d statements; at most %(most)d at a time")
        raise Invalid(text % {"n": len(items), "most": MOST})
    return items


def _read(learner: "User", items: Sequence[Any]) -> list[tuple[int, Statement | str]]:
    """Return for each item its number and the statement it is, or why it is none that can be brought."""
    return [(number, _statement(learner, item)) for number, item in enumerate(items, 1)]


def _statement(learner: "User", item: Any) -> Statement | str:
    try:
        if not isinstance(item, Mapping):
            raise Invalid("statement: no object (4.2.2)")
        version = "1.0.3" if str(item.get("version", "")).startswith("1.") else "2.0.0"
        statement = Statement.read(item, version=version)
    except Invalid as error:
        return str(error)
    if statement.voids:
        return _("verb: a voiding statement cannot be brought; take back where it was said (4.2.5)")
    if any("fileUrl" not in attachment for attachment in statement.attachments()):
        return _("attachments: their content is not in the file (4.2.2.6)")
    if statement.id is None:
        own = uuid.uuid5(learner.uid, statement.digest())
        return Statement({**statement.data, "id": str(own)}, timed=statement.timed)
    return statement


def _entry(learner: "User", statement: Statement, activity_key: uuid.UUID | None) -> records.Entry:
    """Without an enrolment it moves nothing, whatever activity it is about."""
    return records.Entry(
        statement=statement,
        provenance=Record.Provenance.CLIENT,
        authority=brought_by(learner),
        learner_id=learner.pk,
        activity_key=activity_key,
    )


def _store(learner: "User", entries: Sequence[tuple[int, records.Entry]], brought: Brought) -> list[Refusal]:
    """Store what is new of `entries`, count it, and return what cannot stand because of another of its id."""
    ids = [entry.statement.id for _number, entry in entries if entry.statement.id]
    there: dict[uuid.UUID | None, Record] = {record.uid: record for record in Record.objects.filter(uid__in=ids)}
    first: dict[uuid.UUID | None, Statement] = {}
    new, known, refused = [], 0, []
    for number, entry in entries:
        uid, statement = entry.statement.id, entry.statement
        if uid not in there and uid not in first:
            new.append(entry)
            first[uid] = statement
        elif _is_known(statement, there.get(uid), first.get(uid), learner):
            known += 1
        else:
            refused.append(Refusal(number, _("id: another statement stands here under it (4.1.6.1)")))
    try:
        records.record_batch(new)
    except records.Conflict:  # another writer was faster; what it wrote is found standing now
        return _store(learner, entries, brought)
    brought.taken += len(new)
    brought.known += known
    return refused


def _is_known(statement: Statement, standing: Record | None, before: Statement | None, learner: "User") -> bool:
    """Say whether `statement` is the one that stands in the learner's record, or `before` it in the same file."""
    if standing:
        mine = standing.learner_id == learner.pk
        return mine and sameness.is_repeat(statement, digest=standing.digest, text=standing.statement)
    return before is not None and sameness.is_repeat(
        statement, digest=before.digest(), text=literals.dumps(before.data)
    )
