"""The grid as rows of a file for a spreadsheet."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from .queries import Grid


def rows(grid: Grid) -> Iterator[list[object]]:
    """Yield the grid as rows of a file, one for each person and course; times are UTC, due days as they were set."""
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
                _iso(cell.finished_at),
                cell.due.date().isoformat() if cell.due else "",
                late,
                _iso(cell.last_at),
                _iso(grid.as_of),
            ]


def _iso(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
