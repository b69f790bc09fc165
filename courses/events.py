"""What happened in learning: frozen, past tense, handed up by the drain of an Effect.

These are the only signals besides Wagtail's page signals. `community/receivers.py` receives them.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.dispatch import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningEvent:
    """Something a learner did, with the record that proves it.

    `at` is the time points count from (DESIGN: fixed once), `stored` the time of the cause in feeds.
    `ranked` says that its provenance (server or verified) earns points on boards.
    `reversed_by` is the id of the voiding record, if the cause was voided.
    """

    learner_id: int
    record_id: int
    record_uid: uuid.UUID
    seq: int
    at: datetime
    stored: datetime
    ranked: bool = True
    reversed_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseEvent(LearningEvent):
    """Something a learner did in a course."""

    enrolment_uid: uuid.UUID
    course_key: uuid.UUID
    course_title: str
    course_slug: str = ""
    course_cover: str = ""  # what the course's cover is drawn from


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCompleted(CourseEvent):
    """A lesson was read to its end, or what a link leads to done: confirmed, or reported from there."""

    activity_key: uuid.UUID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentPassed(CourseEvent):
    """An assessment was passed for the first time in this enrolment; `scaled` is 0 to 1."""

    activity_key: uuid.UUID
    title: str
    scaled: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCompleted(CourseEvent):
    """The last rule of a course was met; the record is the one that met it. `activities` counts its ring."""

    activities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimConfirmed(LearningEvent):
    """Someone who may decide it at `place` confirmed what was learned outside the computer; `kind` says what it was."""

    claim_uid: uuid.UUID
    title: str
    kind: str
    place: str
    minutes: int | None = None


# Sent inside the drain's transaction with `event=`; receivers write rows and never mail or publish.
happened = Signal()
# Sent with `learner_id=` when what stands must be derived again (void, regrade, erase).
reversed_for = Signal()
# Sent inside the transaction with `course_key=` and `published=`: a course can be learned from now on, or no longer.
listed = Signal()
# Sent after the drain's commit with `learner_id=` and `events=` (a tuple); receivers only say "look again".
drained = Signal()
