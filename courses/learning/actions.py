"""What a learner does in a course."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses import kinds
from courses.catalog import queries as catalog
from courses.models import Answer, Bookmark, Completion, Enrolment, Record
from courses.outline import outlines
from courses.questions import marking
from courses.questions.marking import Response
from courses.records import actions as records
from courses.records import identity, locks, native
from courses.records.words import ANSWERED, COMPLETED


class NotInCourse(LookupError):
    """The course of this enrolment has no such activity."""


def complete_lesson(enrolment: Enrolment, *, activity_key: uuid.UUID, at: datetime | None = None) -> Completion:
    """Confirm that a lesson was read to its end; a repeat returns what stands. Raises `NotInCourse`."""
    return _complete(enrolment, activity_key, kind=kinds.LESSON, at=at)


def complete_link(enrolment: Enrolment, *, activity_key: uuid.UUID, at: datetime | None = None) -> Completion:
    """Confirm that what a link leads to was done; a repeat returns what stands. Raises `NotInCourse`."""
    return _complete(enrolment, activity_key, kind=kinds.LINK, at=at)


def answer_question(
    enrolment: Enrolment,
    *,
    lesson_key: uuid.UUID,
    block_id: uuid.UUID,
    response: Response,
    at: datetime | None = None,
) -> Answer:
    """Answer a question inside a lesson; repeatable, earns nothing, gates nothing. Raises `NotInCourse`."""
    page = catalog.lesson_page(lesson_key)
    question = next((q for q in catalog.questions(page) if q["id"] == str(block_id)), None) if page else None
    outline = catalog.outline(enrolment.course_key)
    if question is None or outline is None or outlines.find(outline.data, lesson_key) is None:
        raise NotInCourse(str(block_id))
    with transaction.atomic():
        locks.hold([enrolment.learner_id])
        earlier = Answer.objects.filter(enrolment=enrolment, lesson_key=lesson_key, block_id=block_id)
        answer = Answer.objects.create(
            enrolment=enrolment,
            lesson_key=lesson_key,
            block_id=block_id,
            ordinal=earlier.count() + 1,
            response=response,
            question=question,
            correct=marking.mark(question, response).correct,
            at=at or timezone.now(),
        )
        thing = identity.activity(lesson_key, kind="question", title=question["question"], question=block_id)
        result = {"success": answer.correct, "response": _said(question, response)}
        statement = native.statement(
            enrolment, source=answer.uid, verb=ANSWERED, thing=thing, result=result, at=answer.at
        )
        records.record(statement, enrolment=enrolment, at=at)
    return answer


def bookmark(
    enrolment: Enrolment, *, activity_key: uuid.UUID, heading: str = "", fraction: float = 0, at: datetime | None = None
) -> Bookmark:
    """Remember where the learner stopped: the last heading passed and the part read, 0 to 1; neither for a link."""
    place = {
        "heading": heading[: Bookmark._meta.get_field("heading").max_length],
        "fraction": min(1.0, max(0.0, fraction)),
        "at": at or timezone.now(),
    }
    kept, _ = Bookmark.objects.update_or_create(enrolment=enrolment, activity_key=activity_key, defaults=place)
    return kept


def end_completion(record: Record, at: datetime) -> None:
    """End the completion a voided record speaks of, so that its activity can be completed anew."""
    if record.verb != COMPLETED or not record.enrolment_id or not record.activity_key:
        return
    standing = Completion.objects.filter(
        enrolment_id=record.enrolment_id, activity_key=record.activity_key, voided_at=None
    )
    for completion in standing:
        if identity.statement_id(completion.uid, COMPLETED) == record.uid:
            Completion.objects.filter(pk=completion.pk).update(voided_at=at)


def _complete(enrolment: Enrolment, activity_key: uuid.UUID, *, kind: str, at: datetime | None) -> Completion:
    activity = _activity(enrolment, activity_key, kind=kind)
    with transaction.atomic():
        completion, new = Completion.objects.get_or_create(
            enrolment=enrolment, activity_key=activity_key, voided_at=None, defaults={"at": at or timezone.now()}
        )
        if new:
            thing = identity.activity(activity_key, kind=kind, title=activity["title"])
            statement = native.statement(
                enrolment, source=completion.uid, verb=COMPLETED, thing=thing, at=completion.at
            )
            records.record(statement, enrolment=enrolment, at=at)
    return completion


def _activity(enrolment: Enrolment, activity_key: uuid.UUID, *, kind: str) -> outlines.Activity:
    """Return the activity from the outline as it is now, else from the pinned one."""
    current = catalog.outline(enrolment.course_key)
    for outline in filter(None, (current, enrolment.outline)):
        activity = outlines.find(outline.data, activity_key)
        if activity and activity["kind"] == kind:
            return activity
    raise NotInCourse(str(activity_key))


def _said(question: Mapping[str, Any], response: Response) -> str:
    """Return a response as a statement says it: the chosen words, joined as the standard joins choices."""
    options = question.get("options") or []
    chosen = response if isinstance(response, list) else [response]
    said = [options[index]["text"] if isinstance(index, int) else str(index) for index in chosen if index is not None]
    return "[,]".join(said)
