"""What follows from records: progress, and what happened. Learning says it; it stands above, and registers here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from courses.events import LearningEvent
from courses.models import Effect, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """How progress follows from the records of an enrolment, by its id; whoever calls holds the learner's lock."""

    advance: Callable[[int, Record, Mapping[str, Any]], list[dict[str, Any]]]
    refold: Callable[[int], None]
    events_of_effect: Callable[[Effect], Iterator[LearningEvent]]


_folds: list[Fold] = []


def register(fold: Fold) -> None:
    """Let `fold` say what follows from records; there is one."""
    _folds[:] = [fold]


def advance(enrolment_id: int, record: Record, statement: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Take an enrolment one record further and say what happened."""
    return [happening for fold in _folds for happening in fold.advance(enrolment_id, record, statement)]


def refold(enrolment_id: int) -> None:
    """Derive an enrolment anew from the records that still stand."""
    for fold in _folds:
        fold.refold(enrolment_id)


def events_of_effect(effect: Effect) -> Iterator[LearningEvent]:
    """Yield what the record of `effect` made happen, as it was when it was stored."""
    for fold in _folds:
        yield from fold.events_of_effect(effect)
