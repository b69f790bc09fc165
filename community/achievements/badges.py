"""Which badges what happened deserves: the first lesson, and each course finished. Pure.

A badge is given once for its subject, by the first event that deserves it and still stands; a reported
accomplishment deserves none.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.events import CourseCompleted, CourseEvent, LearningEvent, LessonCompleted

from .points import NAMESPACE

FIRST_LESSON, COURSE = "first_lesson", "course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A badge deserved. The fields are the columns of Award, and what a feed says besides."""

    uid: uuid.UUID
    learner_id: int
    badge: str
    course_key: uuid.UUID
    title: str
    activities: int
    record_id: int
    at: datetime
    stored: datetime
    course_title: str
    course_slug: str


def deserved(event: LearningEvent) -> Badge | None:
    """Return the badge `event` deserves where its subject has none yet."""
    if not event.ranked or event.reversed_by is not None:
        return None
    if isinstance(event, LessonCompleted):
        return _badge(event, FIRST_LESSON, subject="", title=event.title, activities=1)
    if isinstance(event, CourseCompleted):
        return _badge(
            event, COURSE, subject=str(event.course_key), title=event.course_title, activities=event.activities
        )
    return None


def awarded(events: Iterable[LearningEvent]) -> list[Badge]:
    """Return the badges that follow from a learner's events, in the order in which they were earned."""
    given: dict[uuid.UUID, Badge] = {}
    for event in events:
        if badge := deserved(event):
            given.setdefault(badge.uid, badge)
    return list(given.values())


def _badge(event: CourseEvent, kind: str, *, subject: str, title: str, activities: int) -> Badge:
    return Badge(
        uid=uuid.uuid5(NAMESPACE, f"badge:{event.learner_id}:{kind}:{subject}"),
        learner_id=event.learner_id,
        badge=kind,
        course_key=event.course_key,
        title=title[:255],
        activities=activities,
        record_id=event.record_id,
        at=event.at,
        stored=event.stored,
        course_title=event.course_title,
        course_slug=event.course_slug,
    )
