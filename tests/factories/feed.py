"""Accomplishments for tests, by the real road: an action, its record, its effect drained."""

from datetime import datetime
from typing import Any

from courses.access import actions as access
from courses.learning import actions as learning
from courses.models import Completion, Outline, Record
from courses.records import actions as records
from courses.records import effects

from .learning import keys


def read(
    user: Any, outline: Outline, lesson: int = 0, *, at: datetime | None = None, drained: bool = True
) -> Completion:
    """Return the completion of a lesson that `user` read, with all its effects unless they are to wait."""
    enrolment = access.grant(user, outline.course_key, source="open", at=at)
    completion = learning.complete_lesson(enrolment, activity_key=keys(outline)[lesson], at=at)
    if drained:
        effects.drain(user.pk)
    return completion


def finish(user: Any, outline: Outline, *, at: datetime | None = None) -> None:
    """Let `user` read every lesson of a course of lessons."""
    for lesson in range(len(keys(outline))):
        read(user, outline, lesson, at=at)


def take_back(user: Any, *, last: int = 1) -> None:
    """Void the last records of `user` that still stand, with the effects."""
    standing = Record.objects.filter(learner=user, voided_by=None, enrolment__isnull=False)
    for record in standing.order_by("-seq")[:last]:
        records.void(record)
    effects.drain(user.pk)
