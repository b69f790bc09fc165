"""Where a page of a list by name ends, as an opaque word, and the rows after it; a name added before moves nothing."""

import base64
import binascii
import json
import uuid
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


class Spot(NamedTuple):
    """The place of a row in such a list: its rank, its name as the database folded it, and its uid."""

    rank: int
    name: str
    uid: uuid.UUID


def write(spot: Spot) -> str:
    """Return `spot` as a word for a URL."""
    return base64.urlsafe_b64encode(json.dumps([spot.rank, spot.name, spot.uid.hex]).encode()).decode().rstrip("=")


def read(word: str | None) -> Spot | None:
    """Return the spot behind `word`; nothing where it is none of ours."""
    try:
        raw = (word or "").encode("ascii")
        rank, name, key = json.loads(base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)))
        if not isinstance(rank, int) or not isinstance(name, str) or "\0" in name or abs(rank) > 9:
            return None
        return Spot(rank, name, uuid.UUID(hex=key))
    except (binascii.Error, ValueError, TypeError, AttributeError, RecursionError):
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
