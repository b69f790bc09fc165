"""Where a page of a list that is read by time ends, as an opaque word. Imports no Django."""

import base64
import binascii
import uuid
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Cursor(NamedTuple):
    """The place of a row in such a list: newer ones are greater."""

    at: datetime
    key: uuid.UUID


FIRST = Cursor(_EPOCH, uuid.UUID(int=0))  # before anything there ever was


def write(cursor: Cursor) -> str:
    """Return `cursor` as a word for a URL."""
    microseconds = (cursor.at - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(microseconds.to_bytes(8, "big", signed=True) + cursor.key.bytes).decode()


def read(word: str | None) -> Cursor | None:
    """Return the cursor behind `word`; nothing where it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode((word or "").encode("ascii"))
        if len(raw) != 24:
            return None
        at = _EPOCH + timedelta(microseconds=int.from_bytes(raw[:8], "big", signed=True))
    except (binascii.Error, ValueError, OverflowError):
        return None
    return Cursor(at, uuid.UUID(bytes=raw[8:]))
