"""How far people are, and what comes next."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from courses.access import queries as access
from courses.catalog import queries as catalog
from courses.events import LearningEvent
from courses.models import Enrolment, Outline, Record
from courses.outline import outlines, progress
from courses.outline.progress import Fact, Voiding
from courses.records import effects
from courses.records.words import COMPLETED, PASSED, VOIDED

from .facts import event_of, events_elsewhere, fact_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCell:
    """How far a learner is in a course; `due` is the first due date of the grants that stand."""

    done: int
    required: int
    completed_at: datetime | None
    last_at: datetime | None
    due: datetime | None
    enrolment_uid: uuid.UUID


def events_of(learner_id: int) -> list[LearningEvent]:
    """Return all that ever happened to a learner, in order, as far as their effects are drained.

    The pure fold over their records: what was voided is there too and names its voiding record in `reversed_by`.
    """
    records = Record.objects.filter(learner_id=learner_id).select_related("voided_by").order_by("seq")
    pending = effects.first_pending(learner_id)
    if pending is not None:
        records = records.filter(seq__lt=pending)
    found = {record.pk: record for record in records}
    enrolments = {
        enrolment.pk: enrolment
        for enrolment in Enrolment.objects.filter(learner_id=learner_id).select_related("outline")
    }
    pinned = {pk: enrolment.outline.data for pk, enrolment in enrolments.items() if enrolment.outline}
    in_courses = [
        event_of(happening, record=found[happening.fact.record], enrolment=enrolments[enrolment_id])
        for happening in progress.history(_entries(found, pinned), pinned)
        if (enrolment_id := found[happening.fact.record].enrolment_id)
    ]
    return sorted([*in_courses, *events_elsewhere(learner_id, found)], key=lambda event: event.seq)


def finished(enrolment: Enrolment | None) -> bool:
    """Say whether an enrolment, read with its progress, has met every rule of its course."""
    standing = getattr(enrolment, "progress", None)
    return bool(standing and standing.completed_at)


def progress_in(
    course_keys: Iterable[uuid.UUID], learner_ids: Iterable[int]
) -> dict[tuple[int, uuid.UUID], ProgressCell]:
    """Return how far each of the learners is in each of the courses; who is not enrolled is missing. Two queries."""
    keys = list(course_keys)
    begun = Enrolment.objects.open().filter(course_key__in=keys, learner_id__in=list(learner_ids))
    enrolments = access.with_due(begun.select_related("progress").defer("progress__state"))
    published = catalog.outlines(keys)
    return {(each.learner_id, each.course_key): _cell(each, published) for each in enrolments}


def finished_by(learner_id: int) -> QuerySet[Record]:
    """Return the records of what a learner finished in a course and what stands."""
    return Record.objects.filter(
        learner_id=learner_id, verb__in=(COMPLETED, PASSED), voided_by=None, enrolment__isnull=False
    )


def learners_now(course_key: uuid.UUID, *, now: datetime) -> QuerySet[Enrolment, int]:
    """Return the ids of the people who are on their way through a course, as a query to join in another one."""
    return (
        access.open_enrolments(now)
        .filter(course_key=course_key, progress__completed_at=None, progress__isnull=False)
        .values_list("learner_id", flat=True)
    )


def _entries(found: dict[int, Record], pinned: dict[int, dict]) -> Iterable[tuple[int, Fact] | Voiding]:
    targets: dict[int, set[int]] = {}
    for record in found.values():
        if record.voided_by_id:
            targets.setdefault(record.voided_by_id, set()).add(record.pk)
    for record in found.values():
        if record.verb == VOIDED:
            yield Voiding(record=record.pk, seq=record.seq or 0, targets=frozenset(targets.get(record.pk, ())))
        elif record.enrolment_id in pinned and not _void_already(record):
            yield record.enrolment_id, fact_of(record)


def _void_already(record: Record) -> bool:
    """Whether a record was void when it was stored: what voids it came before, and has no seq or an earlier one."""
    return record.voided_by is not None and (record.voided_by.seq or 0) < (record.seq or 0)


def _cell(enrolment: Enrolment, published: dict[uuid.UUID, Outline]) -> ProgressCell:
    standing = getattr(enrolment, "progress", None)
    outline = published.get(enrolment.course_key)
    return ProgressCell(
        done=standing.done if standing else 0,
        required=standing.required if standing else len(outlines.required(outline.data)) if outline else 0,
        completed_at=standing.completed_at if standing else None,
        last_at=standing.last_at if standing else None,
        due=getattr(enrolment, "due", None),
        enrolment_uid=enrolment.uid,
    )
