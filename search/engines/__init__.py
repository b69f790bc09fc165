"""The small interface behind which two engines stand: `search(query, *, places, kinds, only, limit, after)`.

`database.py` asks PostgreSQL or SQLite, `elasticsearch.py` a cluster. Both answer which things match and what
stands first; `search/queries.py` reads the entries themselves, so an index that lags shows nothing it should not.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Protocol

from django.conf import settings

from search.asking import Query


@dataclass(frozen=True, slots=True)
class Match:
    """A thing that an engine found."""

    kind: str
    uid: uuid.UUID


@dataclass(frozen=True, slots=True)
class Found:
    """Matches, best first within their kind; how many things of each kind match; the cursor behind the last."""

    matches: list[Match] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    after: str = ""


class Search(Protocol):
    """Find things of `kinds` at `places`: the best `limit` of each kind, or a page of `only` one, `after` a cursor."""

    def __call__(
        self,
        query: Query,
        *,
        places: Collection[str],
        kinds: Collection[str],
        only: str = "",
        limit: int = 20,
        after: str = "",
    ) -> Found: ...


class Unreachable(Exception):
    """The cluster did not answer as it should; what to tell it stays in the outbox."""


class Late(Unreachable):
    """The cluster is there, but this answer took too long."""


def configured() -> bool:
    """Say whether this installation has a cluster beside its database."""
    return bool(settings.SEARCH)


def cluster() -> ModuleType:
    """Return the engine that speaks to the cluster."""
    from . import elasticsearch  # its client takes a second to import, which only those with a cluster should pay

    return elasticsearch
