"""Who keeps the rows that native statements speak of; told, in the same transaction, when one is voided."""

from collections.abc import Callable
from datetime import datetime

from courses.models import Record

Ending = Callable[[Record, datetime], None]
Following = Callable[[int], None]

_endings: list[Ending] = []
_followings: list[Following] = []


def register(ending: Ending) -> None:
    """Let `ending(record, at)` end the source row of a voided record, if it is one of its own."""
    if ending not in _endings:
        _endings.append(ending)


def register_following(following: Following) -> None:
    """Let `following(learner_id)` take back what rested on a voided record, with the effect of what voided it."""
    if following not in _followings:
        _followings.append(following)


def end(record: Record, at: datetime) -> None:
    """End the source row behind `record`."""
    for ending in _endings:
        ending(record, at)


def follow(learner_id: int) -> None:
    """Take back what rested on a record of the learner that was voided, in the drain's transaction."""
    for following in _followings:
        following(learner_id)
