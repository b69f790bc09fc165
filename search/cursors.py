"""Where a page of a list ends, as an opaque word for a URL. Imports no Django."""

import base64
import json
import re
from collections.abc import Sequence

_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # what no database keeps


def write(*position: float | str) -> str:
    """Return the cursor of `position`: what orders the list, of the last row on a page."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def read(cursor: str | None) -> Sequence[float | str]:
    """Return the position in `cursor`: nothing for the beginning, and for what we cannot have written."""
    try:
        raw = (cursor or "").encode("ascii")
        position = json.loads(base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)))
    except (ValueError, RecursionError):
        return []
    return position if isinstance(position, list) and all(map(_is_kept, position)) else []


def _is_kept(value: object) -> bool:
    """Say whether a database can be asked for `value`: text, or a number of at most 64 bits."""
    if isinstance(value, str):
        return not _NO_TEXT.search(value)
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**63
