"""Opaque cursors: where a page of hits ended."""

import base64
import binascii
import json


def write(*position: float | str) -> str:
    """Return the cursor of a position, a score and the key that settles ties."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read(cursor: str) -> tuple[float, int | str] | None:
    """Return the position in `cursor`, or None for the beginning and for anything we did not write."""
    try:
        score, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        return None
    if isinstance(score, bool) or not isinstance(score, int | float) or not isinstance(key, int | str):
        return None
    return float(score), key
