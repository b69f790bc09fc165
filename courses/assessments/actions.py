"""Begin, answer and submit an attempt. Marks are made here, on the server."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.catalog import queries as catalog
from courses.learning.actions import NotInCourse
from courses.models import AssessmentPage, Attempt, Enrolment, Record
from courses.outline import outlines
from courses.questions import marking
from courses.questions.marking import Response
from courses.records import actions as records
from courses.records import identity, locks, native
from courses.records.words import FAILED, PASSED


class NoTriesLeft(Exception):
    """Every try at this assessment is used."""


class Closed(Exception):
    """The attempt is submitted; its answers stand."""


def start_attempt(enrolment: Enrolment, *, activity_key: uuid.UUID, at: datetime | None = None) -> Attempt:
    """Begin a try, or return the one that is open. Raises `NotInCourse` and `NoTriesLeft`."""
    page = catalog.activity_page(AssessmentPage, activity_key)
    activity = _activity(enrolment, activity_key)
    if page is None or activity is None:
        raise NotInCourse(str(activity_key))
    with transaction.atomic():
        locks.hold([enrolment.learner_id])
        tries = list(Attempt.objects.filter(enrolment=enrolment, activity_key=activity_key).order_by("ordinal"))
        if tries and tries[-1].submitted_at is None:
            return tries[-1]
        used = sum(attempt.voided_at is None for attempt in tries)
        if activity["tries"] and used >= activity["tries"]:
            raise NoTriesLeft
        return Attempt.objects.create(
            enrolment=enrolment,
            activity_key=activity_key,
            ordinal=tries[-1].ordinal + 1 if tries else 1,
            questions=catalog.questions(page),
            pass_mark=activity["pass_mark"],
            started_at=at or timezone.now(),
        )


def save_answer(attempt: Attempt, *, question_id: str, response: Response) -> Attempt:
    """Keep one answer of an open attempt; None leaves the question open again.

    Raises `Closed` once submitted, KeyError for another's question.
    """
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.submitted_at:
            raise Closed
        if question_id not in {question["id"] for question in attempt.questions}:
            raise KeyError(question_id)
        if attempt.answers.get(question_id) == response:
            return attempt
        if response is None:
            del attempt.answers[question_id]
        else:
            attempt.answers[question_id] = response
        attempt.saved_at = timezone.now()
        attempt.save(update_fields=["answers", "saved_at"])
    return attempt


def submit_attempt(
    attempt: Attempt, *, answers: Mapping[str, Response] | None = None, at: datetime | None = None
) -> Attempt:
    """Mark an attempt and record it as passed or failed; `answers` join those saved. A repeat changes nothing."""
    with transaction.atomic():
        attempt = _locked(attempt)
        if attempt.submitted_at:
            return attempt
        asked = {question["id"] for question in attempt.questions}
        attempt.answers |= {key: value for key, value in (answers or {}).items() if key in asked}
        result = marking.mark_all(attempt.questions, attempt.answers)
        attempt.submitted_at = at or timezone.now()
        attempt.raw, attempt.maximum, attempt.scaled = result.raw, result.maximum, result.scaled
        attempt.passed = result.scaled >= attempt.pass_mark
        attempt.save()
        _record(attempt, at=at)
    return attempt


def end_attempt(record: Record, at: datetime) -> None:
    """End the attempt a voided record speaks of: it no longer counts, nor as a try."""
    if record.verb not in (PASSED, FAILED) or not record.enrolment_id or not record.activity_key:
        return
    for attempt in Attempt.objects.filter(
        enrolment_id=record.enrolment_id, activity_key=record.activity_key, voided_at=None
    ):
        meant = identity.statement_id(attempt.uid, record.verb, revision=attempt.revision)
        if native.own_id(meant) == record.uid:
            Attempt.objects.filter(pk=attempt.pk).update(voided_at=at)


def _activity(enrolment: Enrolment, activity_key: uuid.UUID) -> outlines.Activity | None:
    outline = catalog.outline(enrolment.course_key)
    return outlines.find(outline.data, activity_key) if outline else None


def _locked(attempt: Attempt) -> Attempt:
    rows = Attempt.objects.select_for_update(no_key=True, of=("self",)).select_related("enrolment__learner")
    return rows.get(pk=attempt.pk)


def _record(attempt: Attempt, *, at: datetime | None) -> None:
    title = _title(attempt)
    statement = native.statement(
        attempt.enrolment,
        source=attempt.uid,
        verb=PASSED if attempt.passed else FAILED,
        thing=identity.activity(attempt.activity_key, kind="assessment", title=title),
        result={
            "success": attempt.passed,
            "completion": True,
            "score": {"scaled": attempt.scaled, "raw": attempt.raw, "min": 0, "max": attempt.maximum},
        },
        at=attempt.submitted_at,
        revision=attempt.revision,
    )
    records.record(statement, enrolment=attempt.enrolment, at=at)


def _title(attempt: Attempt) -> str:
    """Return what the assessment is called, or was when it was last published."""
    outline = catalog.last_outline_with(attempt.activity_key, course_key=attempt.enrolment.course_key)
    activity = outlines.find(outline.data, attempt.activity_key) if outline else None
    return activity["title"] if activity else ""
