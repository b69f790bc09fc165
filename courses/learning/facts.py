"""Read records as facts, and facts as events: the one place where a stored statement becomes learning."""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any, Protocol

from courses import events, kinds
from courses.models import Effect, Enrolment, Record
from courses.outline import outlines, progress
from courses.outline.progress import Fact, Happening
from courses.records import statements, times, words

_VERBS = {
    words.COMPLETED: progress.COMPLETED,
    words.PASSED: progress.PASSED,
    words.WAIVED: progress.WAIVED,
}


def fact_of(record: Record, statement: Mapping[str, Any] | None = None) -> Fact:
    """Return what `record` says about its enrolment; an erased one still stands, without title or score."""
    data = statement if statement is not None else json.loads(record.statement or "{}")
    return Fact(
        record=record.pk,
        uid=str(record.uid),
        seq=record.seq or 0,
        verb=_VERBS.get(record.verb, ""),
        activity=str(record.activity_key) if record.activity_key else None,
        at=times.counted_from(record.timestamp, record.stored, provenance=record.provenance).astimezone(UTC),
        title=statements.title_in(data),
        scaled=statements.scaled_in(data),
        reported=record.provenance == Record.Provenance.CLIENT,
    )


def event_of(happening: Happening, *, record: Record, enrolment: Enrolment) -> events.CourseEvent:
    """Return `happening` as what is handed up; titles come from the pinned outline, else from the statement."""
    outline = enrolment.outline.data if enrolment.outline else {}
    fact = happening.fact
    common: dict[str, Any] = {
        "learner_id": enrolment.learner_id,
        "enrolment_uid": enrolment.uid,
        "course_key": enrolment.course_key,
        "course_title": outline.get("title", ""),
        "course_slug": outline.get("slug", ""),
        "course_cover": outline.get("cover", ""),
        "record_id": record.pk,
        "record_uid": record.uid,
        "seq": fact.seq,
        "at": fact.at,
        "stored": record.stored,
        "ranked": not fact.reported,
        "reversed_by": happening.reversed_by,
    }
    if happening.kind == progress.COURSE:
        return events.CourseCompleted(**common, activities=happening.activities)
    activity = outlines.find(outline, fact.activity) if outline else None
    title = activity["title"] if activity else fact.title
    key = uuid.UUID(str(fact.activity))
    if happening.kind == kinds.ASSESSMENT:
        return events.AssessmentPassed(**common, activity_key=key, title=title, scaled=fact.scaled or 0.0)
    return events.LessonCompleted(**common, activity_key=key, title=title)


class Elsewhere(Protocol):
    """What happens away from any course and is kept as records all the same; another feature reads it."""

    def event_of(self, record: Record) -> events.LearningEvent | None:
        """Return what `record` made happen, None where that is not this feature's."""

    def events_among(self, learner_id: int, records: Mapping[int, Record]) -> Iterable[events.LearningEvent]:
        """Return what the drained `records` of a learner, by id, made happen."""


_elsewhere: list[Elsewhere] = []


def register(elsewhere: Elsewhere) -> None:
    """Let `elsewhere` say what records of its own made happen."""
    if elsewhere not in _elsewhere:
        _elsewhere.append(elsewhere)


def events_elsewhere(learner_id: int, records: Mapping[int, Record]) -> Iterator[events.LearningEvent]:
    """Yield what the drained `records` of a learner, by id, made happen away from any course."""
    for each in _elsewhere:
        yield from each.events_among(learner_id, records)


def events_of_effect(effect: Effect) -> Iterator[events.LearningEvent]:
    """Yield what the record of `effect` made happen, as it was when it was stored."""
    for each in _elsewhere:
        if event := each.event_of(effect.record):
            yield event
    enrolment = effect.record.enrolment
    if not effect.happenings or enrolment is None:
        return
    fact = fact_of(effect.record)
    for happening in effect.happenings:
        one = Happening(kind=happening["kind"], fact=fact, activities=happening.get("activities", 0))
        yield event_of(one, record=effect.record, enrolment=enrolment)
