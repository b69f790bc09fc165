"""What is earned by what happened: the ledger of points, from events and rules alone. Pure.

An entry is for one subject of one enrolment, and names the record that caused it. What was taken back later stays
in the ledger, with the record that took it back.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from courses.events import (
    AssessmentPassed,
    ClaimConfirmed,
    CourseCompleted,
    CourseEvent,
    LearningEvent,
    LessonCompleted,
)

NAMESPACE = uuid.UUID("5b1d7f4e-6a0c-4b39-9d52-0c6f1a8e2b47")
LESSON, ASSESSMENT, COURSE, CLAIM = "lesson", "assessment", "course", "claim"
CODES: dict[type[LearningEvent], str] = {
    LessonCompleted: LESSON,
    AssessmentPassed: ASSESSMENT,
    CourseCompleted: COURSE,
    ClaimConfirmed: CLAIM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many points a kind of accomplishment earns from a moment on, until a later version."""

    code: str
    version: int
    points: int
    in_force_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One line of a ledger; the fields are the columns of PointEntry. Outside courses there is no enrolment.

    `place` is where it was confirmed, "" for what a course earned.
    """

    uid: uuid.UUID
    learner_id: int
    code: str
    points: int
    enrolment_uid: uuid.UUID | None
    subject_key: uuid.UUID
    title: str
    record_id: int
    at: datetime
    reversed_by_id: int | None = None
    place: str = ""


def earned(event: LearningEvent, rules: Sequence[Rule]) -> Earned | None:
    """Return what `event` earns by the rule in force when it was stored; nothing where it is only reported."""
    code = CODES.get(type(event))
    rule = in_force(rules, code, event.stored) if code and event.ranked else None
    if rule is None:
        return None
    subject, title = subject_of(event)
    return Earned(
        uid=uuid.uuid5(NAMESPACE, f"points:{where(event)}:{code}:{subject}:{event.record_uid}"),
        learner_id=event.learner_id,
        code=rule.code,
        points=rule.points,
        enrolment_uid=event.enrolment_uid if isinstance(event, CourseEvent) else None,
        subject_key=subject,
        title=title[:255],
        record_id=event.record_id,
        at=event.at,
        reversed_by_id=event.reversed_by,
        place=event.place if isinstance(event, ClaimConfirmed) else "",
    )


def ledger(events: Iterable[LearningEvent], rules: Sequence[Rule]) -> list[Earned]:
    """Return every line that follows from a learner's events, those taken back among them."""
    return [line for event in events if (line := earned(event, rules))]


def in_force(rules: Sequence[Rule], code: str | None, at: datetime) -> Rule | None:
    """Return the version of `code` that counts at `at`, if there is one."""
    standing = [rule for rule in rules if rule.code == code and rule.in_force_from <= at]
    return max(standing, key=lambda rule: (rule.in_force_from, rule.version), default=None)


def subject_of(event: LearningEvent) -> tuple[uuid.UUID, str]:
    """Return the key and title of what was accomplished: the activity, the whole course, or the claim."""
    if isinstance(event, ClaimConfirmed):
        return event.claim_uid, event.title
    if isinstance(event, LessonCompleted | AssessmentPassed):
        return event.activity_key, event.title
    assert isinstance(event, CourseEvent)  # whatever else there is
    return event.course_key, event.course_title


def where(event: LearningEvent) -> str:
    """Return in what something was accomplished: its enrolment, or outside."""
    return str(event.enrolment_uid) if isinstance(event, CourseEvent) else "outside"
