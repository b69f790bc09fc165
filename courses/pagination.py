"""Lists by name: their order, and where a page of one ends, as an opaque word; a name added before moves nothing."""

import uuid
from typing import Any, NamedTuple, TypeVar

from django.db.backends.signals import connection_created
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from search import cursors, words

from . import uids

M = TypeVar("M", bound=Model)


class Folded(Lower):
    """A name as lists are ordered by it, on either engine without regard to case and accents: Élan stands before Fern.

    SQLite knows neither of any letter but ASCII's, and PostgreSQL orders as the installation was made to.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="COHORT_FOLD", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template='LOWER(%(expressions)s) COLLATE "und-x-icu"', **more)


def teach() -> None:
    """Let each connection to SQLite fold; called once, when the site starts."""
    connection_created.connect(_teach, dispatch_uid="pagination")


class Spot(NamedTuple):
    """The place of a row in such a list: its rank, its name as the database folded it, and its uid."""

    rank: int
    name: str
    uid: uuid.UUID


def write(spot: Spot) -> str:
    """Return `spot` as a word for a URL."""
    return cursors.write(spot.rank, spot.name, spot.uid.hex)


def read(word: str | None) -> Spot | None:
    """Return the spot behind `word`; nothing where it is none of ours."""
    match cursors.read(word):
        case [int(rank), str(name), str(key)] if abs(rank) <= 9 and (uid := uids.read(key)):
            return Spot(rank, name, uid)
    return None


def page(rows: "QuerySet[M, Any]", *, after: str | None, size: int) -> tuple[list[M], str]:
    """Return a page of `rows`, which say their `rank` and `folded` name, and the word for the next, "" on the last."""
    if spot := read(after):
        same_name = Q(folded=spot.name, uid__gt=spot.uid)
        rows = rows.filter(Q(rank__gt=spot.rank) | Q(rank=spot.rank) & (Q(folded__gt=spot.name) | same_name))
    found: list[Any] = list(rows.order_by("rank", "folded", "uid")[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], write(Spot(last.rank, last.folded, last.uid))


def _teach(*, connection: Any, **more: Any) -> None:
    if hasattr(connection.connection, "create_function"):
        connection.connection.create_function("COHORT_FOLD", 1, _folded, deterministic=True)


def _folded(name: str | None) -> str | None:
    return name if name is None else words.unaccented(name)
