"""Files for a spreadsheet, in which no cell is a formula.

A spreadsheet runs a cell that begins with one of these signs, also in their full-width forms.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BEGINNING = "\ufeff"  # by which a spreadsheet knows UTF-8


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield `rows` as CSV, a line at a time."""
    yield BEGINNING
    for row in rows:
        out = io.StringIO()
        csv.writer(out).writerow([safe(value) for value in row])
        yield out.getvalue()


def safe(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
