"""The grid as a file for a spreadsheet, in which no cell is a formula. Imports no Django.

A spreadsheet runs a cell that begins with one of these signs, also in their full-width forms.
"""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def table(rows: Iterable[Sequence[object]]) -> str:
    """Return `rows` as CSV that opens in a spreadsheet as UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([safe(value) for value in row])
    return out.getvalue()
