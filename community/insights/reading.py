"""What the numbers of a group say: who needs help, who is active, what is on time. Imports no Django.

Every number has its denominator: of a member who only shares by name, lateness is not known and not counted.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from courses.access import days

STALLED = timedelta(days=14)
FAILING = 2  # tries failed, none passed

ACTIVE, QUIET, LATE, ON_TIME, FINISHED = "active", "quiet", "late", "ontime", "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How far a member is in an assigned course. `known` is False where only what is shared is seen.

    `due` is the end of the day it is due, in the zone it was set in; the member is `where`. `too_late` says that they
    joined when that day was over, so that none is theirs.
    """

    course_key: uuid.UUID
    done: int
    total: int
    known: bool
    finished_at: datetime | None = None
    last_at: datetime | None = None
    due: datetime | None = None
    where: tzinfo = UTC
    too_late: bool = False
    failed: tuple[tuple[uuid.UUID, int], ...] = ()

    @property
    def late_from(self) -> datetime | None:
        """From when it is late, None where it is never."""
        return days.late_from(self.due, where=self.where) if self.due and not self.too_late else None

    def is_late(self, now: datetime) -> bool:
        """Say whether the day it was due is over at `now` and it is not finished."""
        return self.is_due(now) and self.finished_at is None

    def is_due(self, now: datetime) -> bool:
        """Say whether the day it was due is over at `now`, finished or not."""
        return self.known and self.late_from is not None and self.late_from <= now

    def is_on_time(self, now: datetime) -> bool:
        """Say whether the day it was due is over at `now` and it was finished by then."""
        if not self.is_due(now) or self.finished_at is None:
            return False
        return self.late_from is not None and self.finished_at < self.late_from

    def is_stalled(self, now: datetime) -> bool:
        """Say whether it was begun, is not finished or late, and nothing happened in it for 14 days."""
        if not self.known or self.finished_at or self.last_at is None or self.is_late(now):
            return False
        return now - self.last_at >= STALLED


@dataclass(frozen=True, slots=True)
class Need:
    """Why somebody needs help: courses late and stalled, and assessments failed so often."""

    late: tuple[Cell, ...]
    stalled: tuple[Cell, ...]
    failing: tuple[tuple[Cell, uuid.UUID, int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A number and what it is of."""

    count: int
    of: int


def need_of(cells: Iterable[Cell], now: datetime) -> Need | None:
    """Return why the member with these cells needs help; None where they do not."""
    cells = list(cells)
    late = tuple(sorted((cell for cell in cells if cell.is_late(now)), key=lambda cell: cell.due or now))
    stalled = tuple(cell for cell in cells if cell.is_stalled(now))
    failing = tuple(
        (cell, key, count)
        for cell in cells
        if cell.known and cell.finished_at is None
        for key, count in cell.failed
        if count >= FAILING
    )
    return Need(late, stalled, failing) if late or stalled or failing else None


def last_of(cells: Iterable[Cell]) -> datetime | None:
    """Return the last sign of life in these cells."""
    return max((cell.last_at for cell in cells if cell.last_at), default=None)


def shows(cells: Iterable[Cell], what: str, *, now: datetime, since: datetime) -> bool:
    """Say whether a member belongs to the rows behind a number."""
    cells = list(cells)
    last = last_of(cells)
    active = last is not None and last >= since
    answers = {
        ACTIVE: lambda: active,
        QUIET: lambda: not active,
        LATE: lambda: any(cell.is_late(now) for cell in cells),
        ON_TIME: lambda: any(cell.is_on_time(now) for cell in cells),
        FINISHED: lambda: any(cell.finished_at for cell in cells),
    }
    return answers[what]() if what in answers else True


def active(rows: Iterable[Iterable[Cell]], *, since: datetime) -> Share:
    """Return how many members showed a sign of life since `since`."""
    signs = [last_of(cells) for cells in rows]
    return Share(sum(last is not None and last >= since for last in signs), len(signs))


def on_time(rows: Iterable[Iterable[Cell]], *, now: datetime) -> Share:
    """Return how much of what was due by now was finished by then."""
    due = [cell for cells in rows for cell in cells if cell.is_due(now)]
    return Share(sum(cell.is_on_time(now) for cell in due), len(due))


def finished(rows: Iterable[Iterable[Cell]]) -> Share:
    """Return how many assigned courses are finished."""
    cells = [cell for row in rows for cell in row]
    return Share(sum(cell.finished_at is not None for cell in cells), len(cells))
