"""The grid as a file for a spreadsheet, in which no cell is a formula.

A spreadsheet runs a cell that begins with one of these signs, also in their full-width forms.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from .queries import Grid

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(grid: Grid) -> Iterator[list[object]]:
    """Yield the grid as rows of a file, one for each person and course; times are UTC."""
    yield [
        _("Member"), _("Course"), _("Finished activities"), _("Required activities"), _("Course finished"), _("Due"),
        _("Late"), _("Last learned"), _("As of"),
    ]  # fmt: skip
    for person in grid.people:
        for course, cell in zip(grid.courses, person.cells, strict=True):
            late = _("yes") if cell.is_late(grid.as_of) else _("no") if cell.known else ""
            yield [
                person.membership.user.display_name,
                course.title,
                cell.done,
                cell.total,
                *(_iso(at) for at in (cell.finished_at, cell.due)),
                late,
                _iso(cell.last_at),
                _iso(grid.as_of),
            ]


def table(rows: Iterable[Sequence[object]]) -> str:
    """Return `rows` as CSV that opens in a spreadsheet as UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([safe(value) for value in row])
    return out.getvalue()


def safe(value: object) -> str:
    """Return `value` as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _iso(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
