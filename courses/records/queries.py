"""Which statements there are: one by its id, or a page of those that a filter finds (xAPI 2.0, 4.1.6.1)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from courses.models import Record, RecordActivity, RecordAgent, RecordReference
from search import cursors

from . import attachments
from .words import Invalid

MOST = 500  # statements on a page
USUAL = 100
FEW = 5000  # statements that are meant, up to which what refers to them is looked up one by one
HEAVIEST = 4 * 1024 * 1024  # octets after which a page ends; one statement may be more


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
        raise Invalid("cursor: none of ours (4.1.6.1)")


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
class _Place:
    """Where a statement stands in the order, and how many octets it has."""

    pk: int
    stored: datetime
    weight: int


class _Octets(Func):
    """How long a text is, asked without reading it."""

    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


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


def page(asked: Filter, *, limit: int = USUAL, attached: bool = False) -> tuple[list[Found], Cursor | None]:
    """Return at most `limit` statements (0: as many as may be) in the order of the store, and where to go on.

    The page ends earlier where it grows heavy, with what is attached where that is given out as well.
    """
    size = min(limit or MOST, MOST)
    places = _matching(asked, size + 1)
    if asked.names_something:
        places = _merged([*places, *_referring(asked, size + 1)], ascending=asked.ascending)
    light = _light(places[:size], attached=attached)
    more = Cursor(light[-1].stored, light[-1].pk) if len(places) > len(light) else None
    return _texts(light), more


def naming(asked: Filter, *, most: int) -> list[str]:
    """Return the statements, at most so many, that are found by what stands in them and not by what they refer to."""
    return [one.text for one in _texts(_light(_matching(asked, most)))]


def _matching(asked: Filter, size: int) -> list[_Place]:
    """Return where the statements stand that the filter means, asking the very rows whose index orders them.

    Every condition is one on that row or on its one record: an agent is the actor in the row that names it.
    """
    if asked.agent_key:
        agents = RecordAgent.objects.filter(agent_key=asked.agent_key)
        agents = agents if asked.related_agents else agents.filter(main=True)
        return _places(agents.filter(_of(asked, "record__")), asked, size, record="record__")
    if asked.related_activities:
        activities = RecordActivity.objects.filter(_of(asked, "record__"), iri=asked.activity)
        return _places(activities, asked, size, record="record__")
    return _places(Record.objects.filter(_of(asked)), asked, size)


def _referring(asked: Filter, size: int) -> list[_Place]:
    """Return where the statements stand that refer to one the filter means, voided or not (4.1.6.1)."""
    meant = Record.objects.filter(_of(asked), **_named(asked))
    if meant.order_by()[: FEW + 1].count() <= FEW:
        references = RecordReference.objects.filter(target__in=meant.values("uid"))
    else:
        # A lookup for each in the order of the references finds the latest without looking at all: 10 ms for a verb
        # with 5,000 references among 100,000 statements, where a join took 200. For what is rare it would look at all.
        each = Subquery(meant.filter(uid=OuterRef("target")).values("pk")[:1])
        references = RecordReference.objects.annotate(meant=each).filter(meant__isnull=False)
    if asked.authority:
        references = references.filter(record__authority=asked.authority)
    places: dict[int, _Place] = {}
    while True:
        rows = _places(references, asked, size, record="record__")
        places |= {one.pk: one for one in rows}
        if len(rows) < size or len(places) >= size:
            return list(places.values())
        asked = replace(asked, after=Cursor(rows[-1].stored, rows[-1].pk))  # one record refers to several


def _named(asked: Filter) -> dict[str, Any]:
    """Return what a record is found by through the rows that name whom and what it is about."""
    if asked.agent_key:
        return {"agents__agent_key": asked.agent_key} | ({} if asked.related_agents else {"agents__main": True})
    return {"activities__iri": asked.activity} if asked.related_activities else {}


def _of(asked: Filter, record: str = "") -> Q:
    """Return what a record itself must be, and a related activity beside an agent; `record` leads to it."""
    mine = Q()
    if asked.verb:
        mine &= Q(**{f"{record}verb": asked.verb})
    if asked.registration:
        mine &= Q(**{f"{record}registration": asked.registration})
    if asked.authority:
        mine &= Q(**{f"{record}authority": asked.authority})
    if asked.activity and not asked.related_activities:
        mine &= Q(**{f"{record}activity_iri": asked.activity})
    elif asked.activity and asked.agent_key:
        mine &= Q(Exists(RecordActivity.objects.filter(record=OuterRef(f"{record}pk"), iri=asked.activity)))
    return mine


def _places(rows: QuerySet[Any], asked: Filter, size: int, *, record: str = "") -> list[_Place]:
    """Return the first `size` of `rows` that are given out, each of one record, in the order and span asked for."""
    pk = "record" if record else "pk"
    rows = rows.filter(**{f"{record}voided_by": None, f"{record}erased_at": None})
    if asked.since:
        rows = rows.filter(stored__gt=asked.since)
    if asked.until:
        rows = rows.filter(stored__lte=asked.until)
    if asked.after:
        way, back = ("gte", "lte") if asked.ascending else ("lte", "gte")
        passed = Q(stored=asked.after.stored) & Q(**{f"{pk}__{back}": asked.after.pk})
        rows = rows.filter(**{f"stored__{way}": asked.after.stored}).exclude(passed)
    order = "" if asked.ascending else "-"
    rows = rows.order_by(f"{order}stored", f"{order}{pk}")
    return [_Place(*row) for row in rows.values_list(pk, "stored", _Octets(f"{record}statement"))[:size]]


def _merged(places: Sequence[_Place], *, ascending: bool) -> list[_Place]:
    unique = {one.pk: one for one in places}
    return sorted(unique.values(), key=lambda one: (one.stored, one.pk), reverse=not ascending)


def _light(places: Sequence[_Place], *, attached: bool = False) -> list[_Place]:
    """Return the first of `places`, at least one, that together are not too heavy."""
    bodies = attachments.weights([one.pk for one in places]) if attached else {}
    light: list[_Place] = []
    total = 0
    for one in places:
        total += one.weight + bodies.get(one.pk, 0)
        if light and total > HEAVIEST:
            break
        light.append(one)
    return light


def _texts(places: Sequence[_Place]) -> list[Found]:
    texts = dict(Record.objects.filter(pk__in=[one.pk for one in places]).values_list("pk", "statement"))
    return [Found(one.pk, one.stored, texts[one.pk]) for one in places if one.pk in texts]
