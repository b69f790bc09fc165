"""Days of a feed, and similar things of a day as one line that opens. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import Generic, Protocol, TypeVar


class Thing(Protocol):
    """What folding needs to know of an item."""

    @property
    def at(self) -> datetime: ...

    @property
    def kind(self) -> str: ...

    @property
    def object_key(self) -> str: ...

    @property
    def course_key(self) -> str: ...

    @property
    def who(self) -> str: ...


T = TypeVar("T", bound=Thing)

SAME, COURSE = "same", "course"


@dataclass(frozen=True, slots=True)
class Fold(Generic[T]):
    """Things that say the same: of one object, or of one course; the newest first."""

    by: str
    things: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """Things of these `kinds` with the same `key` fold from `least` on."""

    kinds: tuple[str, ...]
    by: str
    key: Callable[[Thing], Hashable]
    least: int


# In this order: what is the same lesson goes together before what is only the same course.
_LIKENESSES = (
    _Likeness(("lesson",), SAME, lambda thing: thing.object_key, 2),
    _Likeness(("assessment",), SAME, lambda thing: thing.object_key, 3),
    _Likeness(("award",), SAME, lambda thing: thing.object_key, 3),
    _Likeness(("lesson",), COURSE, lambda thing: thing.course_key, 3),
    _Likeness(("lesson", "assessment"), COURSE, lambda thing: (thing.who, thing.course_key), 2),
)


def fold(things: Sequence[T]) -> list[T | Fold[T]]:
    """Return the things of one day with similar ones folded, each fold where its newest thing was.

    Whoever finished a course that day needs no line for the assessments they passed in it.
    """
    finished = {(thing.who, thing.course_key) for thing in things if thing.kind == "course"}
    things = [each for each in things if each.kind != "assessment" or (each.who, each.course_key) not in finished]
    folded: dict[int, Fold[T]] = {}
    for likeness in _LIKENESSES:
        alike: dict[Hashable, list[int]] = defaultdict(list)
        for place, thing in enumerate(things):
            if thing.kind in likeness.kinds and place not in folded:
                alike[likeness.key(thing)].append(place)
        for places in alike.values():
            if len(places) >= likeness.least:
                together = Fold(likeness.by, tuple(things[place] for place in places))
                folded.update(dict.fromkeys(places, together))
    lines: list[T | Fold[T]] = []
    told: set[int] = set()
    for place, thing in enumerate(things):
        if place not in folded:
            lines.append(thing)
        elif id(folded[place]) not in told:
            told.add(id(folded[place]))
            lines.append(folded[place])
    return lines


def days(things: Iterable[T], *, zone: tzinfo) -> list[tuple[date, list[T | Fold[T]]]]:
    """Return things, newest first, by the day they have in the reader's zone, folded."""
    by_day = groupby(things, key=lambda thing: thing.at.astimezone(zone).date())
    return [(day, fold(list(of_day))) for day, of_day in by_day]
