"""Which statements there are: one by its id, or a page of those that a filter finds (xAPI 2.0, 4.1.6.1)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Record, RecordActivity, RecordAgent, RecordReference
from search import cursors

from .words import Invalid

MOST = 500  # statements on a page
USUAL = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of a record in the store's order; opaque outside."""

    stored: datetime
    pk: int

    def __str__(self) -> str:
        return cursors.write(self.stored.isoformat(), self.pk)

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """Return the cursor in `text`; raises `Invalid`."""
        match cursors.read(text):
            case [str(stored), int(pk)]:
                with suppress(ValueError):
                    return cls(datetime.fromisoformat(stored), pk)
        raise Invalid("cursor: none of ours")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked of the store. `authority` leaves only what that agent wrote."""

    agent_key: str = ""
    related_agents: bool = False
    verb: str = ""
    activity: str = ""
    related_activities: bool = False
    registration: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False
    authority: str = ""
    after: Cursor | None = None

    @property
    def names_something(self) -> bool:
        """Whether it asks for more than a span of time."""
        return bool(self.agent_key or self.verb or self.activity or self.registration)


@dataclass(frozen=True, slots=True)
class Found:
    """One statement as text, and its place in the order."""

    pk: int
    stored: datetime
    text: str


def statement(uid: UUID, *, voided: bool = False, authority: str = "") -> Record | None:
    """Return the record with this id, if it is voided or not as asked."""
    records = Record.objects.filter(uid=uid, voided_by__isnull=not voided, erased_at=None)
    return (records.filter(authority=authority) if authority else records).first()


def page(asked: Filter, *, limit: int = USUAL) -> tuple[list[Found], Cursor | None]:
    """Return at most `limit` statements (0: as many as may be) in the order of the store, and where to go on."""
    size = min(limit or MOST, MOST)
    found = _rows(_matching(asked), size + 1)
    if asked.names_something:
        found = _merged([*found, *_rows(_referring(asked), size + 1)], ascending=asked.ascending)
    more = Cursor(found[size - 1].stored, found[size - 1].pk) if len(found) > size else None
    return found[:size], more


def everything(asked: Filter) -> Iterator[str]:
    """Yield every statement that `asked` finds, page by page, so that no more than one is held."""
    after: Cursor | None = asked.after
    while True:
        found, after = page(replace(asked, after=after), limit=MOST)
        yield from (one.text for one in found)
        if after is None:
            return


def _rows(records: QuerySet[Record], size: int) -> list[Found]:
    return [Found(*row) for row in records.values_list("pk", "stored", "statement")[:size]]


def _merged(found: list[Found], *, ascending: bool) -> list[Found]:
    unique = {one.pk: one for one in found}
    return sorted(unique.values(), key=lambda one: (one.stored, one.pk), reverse=not ascending)


def _matching(asked: Filter) -> QuerySet[Record]:
    """Return the records the filter means, ordered by the very index that finds them."""
    records = Record.objects.filter(_of(asked), voided_by=None, erased_at=None)
    path = ""
    if asked.agent_key:
        path = "agents__"
        records = records.filter(agents__agent_key=asked.agent_key)
        if not asked.related_agents:
            records = records.filter(agents__in=RecordAgent.objects.filter(main=True))
    elif asked.related_activities:
        path = "activities__"
        records = records.filter(activities__iri=asked.activity)
    return _in_span(records, asked, path)


def _of(asked: Filter) -> Q:
    """Return what a record itself must be, and a related activity beside an agent."""
    mine = Q()
    if asked.verb:
        mine &= Q(verb=asked.verb)
    if asked.registration:
        mine &= Q(registration=asked.registration)
    if asked.authority:
        mine &= Q(authority=asked.authority)
    if asked.activity and not asked.related_activities:
        mine &= Q(activity_iri=asked.activity)
    elif asked.activity and asked.agent_key:
        mine &= Q(Exists(RecordActivity.objects.filter(record=OuterRef("pk"), iri=asked.activity)))
    return mine


def _referring(asked: Filter) -> QuerySet[Record]:
    """Return the records that refer to one the filter means, voided or not (4.1.6.1, filter conditions)."""
    meant = Record.objects.filter(_of(asked), uid=OuterRef("target"))
    if asked.agent_key:
        agents = RecordAgent.objects.filter(record=OuterRef("pk"), agent_key=asked.agent_key)
        meant = meant.filter(Exists(agents if asked.related_agents else agents.filter(main=True)))
    if asked.related_activities and not asked.agent_key:
        meant = meant.filter(Exists(RecordActivity.objects.filter(record=OuterRef("pk"), iri=asked.activity)))
    references = RecordReference.objects.filter(Exists(meant)).values("record")
    records = Record.objects.filter(pk__in=references, voided_by=None, erased_at=None)
    if asked.authority:
        records = records.filter(authority=asked.authority)
    return _in_span(records, asked, "")


def _in_span(records: QuerySet[Record], asked: Filter, path: str) -> QuerySet[Record]:
    stored, pk = f"{path}stored", f"{path}record" if path else "pk"
    if asked.since:
        records = records.filter(**{f"{stored}__gt": asked.since})
    if asked.until:
        records = records.filter(**{f"{stored}__lte": asked.until})
    if asked.after:
        way = "gt" if asked.ascending else "lt"
        records = records.filter(**{f"{stored}__{way}e": asked.after.stored}).exclude(
            Q(**{stored: asked.after.stored}) & Q(**{f"{pk}__{'lte' if asked.ascending else 'gte'}": asked.after.pk})
        )
    order = "" if asked.ascending else "-"
    return records.order_by(f"{order}{stored}", f"{order}{pk}")
