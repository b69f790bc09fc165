"""Where a member stands, from the ledger alone: points and things in all time and in each ISO week. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol

ALL = "all"
GROUPS = "group:"  # how the place of what a group's managers confirmed begins


class Line(Protocol):
    """A line of a ledger of points."""

    @property
    def points(self) -> int: ...

    @property
    def at(self) -> datetime: ...

    @property
    def reversed_by_id(self) -> int | None: ...


class Placed(Line, Protocol):
    """A line that says where it was confirmed, "" for what a course earned."""

    @property
    def place(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Tally:
    """Points, and from how many things."""

    points: int = 0
    things: int = 0

    def plus(self, points: int) -> "Tally":
        """Return the tally after one more thing."""
        return Tally(self.points + points, self.things + 1)


def week_of(at: datetime, zone: tzinfo) -> str:
    """Return the ISO week of `at` in `zone`, such as `2026-W07`."""
    year, week, _day = at.astimezone(zone).isocalendar()
    return f"{year:04d}-W{week:02d}"


def days_of(week: str) -> tuple[date, date]:
    """Return the Monday and the Sunday of an ISO week."""
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday, monday + timedelta(days=6)


def counts_in(place: str, line: Placed) -> bool:
    """Say whether a line counts in the group `place`: what a group's managers confirmed counts in that group alone.

    Anyone may found a group and confirm things there; it moves nobody's board but their own.
    """
    return not line.place.startswith(GROUPS) or line.place == place


def periods_of(line: Line, *, joined: datetime, zone: tzinfo) -> tuple[str, ...]:
    """Return the periods a line counts in for who joined at `joined`; none where it is older or taken back."""
    if line.reversed_by_id is not None or line.at < joined:
        return ()
    return ALL, week_of(line.at, zone)


def standing(ledger: Iterable[Line], *, joined: datetime, zone: tzinfo) -> dict[str, Tally]:
    """Return the tally of each period in which something was earned."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for line in ledger:
        for period in periods_of(line, joined=joined, zone=zone):
            tallies[period] = tallies[period].plus(line.points)
    return dict(tallies)
