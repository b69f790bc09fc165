"""Who keeps the rows that native statements speak of; told, in the same transaction, when one is voided."""

from collections.abc import Callable
from datetime import datetime

from courses.models import Record

Ending = Callable[[Record, datetime], None]

_endings: list[Ending] = []


def register(ending: Ending) -> None:
    """Let `ending(record, at)` end the source row of a voided record, if it is one of its own."""
    if ending not in _endings:
        _endings.append(ending)


def end(record: Record, at: datetime) -> None:
    """End the source row behind `record`."""
    for ending in _endings:
        ending(record, at)
