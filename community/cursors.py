"""Where a page of a list that is read by time ends. Imports no Django."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from search import cursors

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cursor(NamedTuple):
    """The place of a row in such a list: newer ones are greater."""

    at: datetime
    key: uuid.UUID


FIRST = Cursor(_EPOCH, uuid.UUID(int=0))  # before anything there ever was


def write(cursor: Cursor) -> str:
    """Return `cursor` as a word for a URL."""
    return cursors.write((cursor.at - _EPOCH) // timedelta(microseconds=1), cursor.key.hex)


def read(word: str | None) -> Cursor | None:
    """Return the cursor behind `word`; nothing where it is none of ours."""
    match cursors.read(word):
        case [int(microseconds), str(key)]:
            with suppress(ValueError, OverflowError):
                return Cursor(_EPOCH + timedelta(microseconds=microseconds), uuid.UUID(key))
    return None
