"""The one door in: stored once, in the learner's order, with progress and the promise of effects."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses import events
from courses.learning import actions as learning
from courses.learning import projections, queries
from courses.models import Completion, Effect, Progress, Record, RecordActivity, RecordAgent, Sequence
from courses.records import actions as records
from courses.records import effects, identity, voiding
from courses.records.words import COMPLETED, Invalid
from tests.factories.learning import course_of_lessons, enrolled, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the drain hands up, in order."""
    heard: list = []

    def on_event(sender, event, **kwargs):
        heard.append(event)

    def on_reversal(sender, learner_id, **kwargs):
        heard.append(("reversed", learner_id))

    events.happened.connect(on_event)
    events.reversed_for.connect(on_reversal)
    yield heard
    events.happened.disconnect(on_event)
    events.reversed_for.disconnect(on_reversal)


def foreign(**fields):
    return {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": "mailto:ada@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://elsewhere.example/book"},
        **fields,
    }


CLIENT = {"objectType": "Agent", "account": {"homePage": "https://elsewhere.example", "name": "phone"}}


def test_a_completion_becomes_one_statement_with_progress_and_an_effect(ada, settings):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    first, _ = keys(course)

    learning.complete_lesson(enrolment, activity_key=first)

    record = Record.objects.get()
    assert (record.learner, record.seq, record.enrolment, record.verb) == (ada, 1, enrolment, COMPLETED)
    assert record.activity_key == first
    assert record.registration == enrolment.uid
    statement = json.loads(record.statement)
    assert statement["actor"] == {
        "objectType": "Agent",
        "account": {"homePage": settings.IRI_BASE, "name": str(ada.uid)},
    }
    assert statement["object"]["id"] == f"{settings.IRI_BASE}/activities/{first}"
    assert statement["id"] == str(record.uid)
    assert {"timestamp", "stored", "authority", "version"} <= statement.keys()
    assert set(RecordAgent.objects.values_list("agent_key", flat=True)) == {
        f"account|{settings.IRI_BASE}|{ada.uid}",
        f"account|{settings.IRI_BASE}|cohort",
    }
    assert set(RecordActivity.objects.values_list("iri", flat=True)) == {
        identity.activity_iri(first),
        identity.activity_iri(course.course_key),
    }
    progress = Progress.objects.get()
    assert (progress.done, progress.required, progress.last_record) == (1, 2, record)
    assert Effect.objects.get().happenings == [{"kind": "lesson", "activities": 0}]
    enrolment.refresh_from_db()
    assert enrolment.outline == course


def test_a_repeated_completion_changes_nothing(ada):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    first = learning.complete_lesson(enrolment, activity_key=keys(course)[0])

    assert learning.complete_lesson(enrolment, activity_key=keys(course)[0]) == first
    assert Record.objects.count() == Completion.objects.count() == Effect.objects.count() == 1


def test_seq_counts_for_each_learner(ada, ben):
    course = course_of_lessons(2)
    for user in (ada, ben):
        for key in keys(course):
            learning.complete_lesson(enrolled(user, course), activity_key=key)

    assert list(Record.objects.filter(learner=ada).order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert list(Record.objects.filter(learner=ben).order_by("seq").values_list("seq", flat=True)) == [1, 2]
    assert set(Sequence.objects.values_list("last_seq", flat=True)) == {2}


def test_a_statement_of_nobody_here_has_no_seq_no_lock_and_no_effect():
    record = records.record(foreign(), provenance="client", authority=CLIENT)

    assert (record.seq, record.learner) == (None, None)
    assert not Effect.objects.exists()
    assert not Sequence.objects.exists()


def test_the_same_statement_again_is_the_same_record(ada):
    statement = foreign()
    first = records.record(statement, provenance="client", authority=CLIENT, learner=ada)
    again = {**statement, "stored": "2020-01-01T00:00:00Z", "version": "1.0.3"}

    assert records.record(again, provenance="client", authority=CLIENT, learner=ada) == first
    assert Record.objects.count() == 1


def test_another_statement_under_the_same_id_is_a_conflict(ada):
    statement = foreign()
    records.record(statement, provenance="client", authority=CLIENT, learner=ada)

    with pytest.raises(records.Conflict):
        records.record(
            {**statement, "object": {"id": "https://elsewhere.example/film"}},
            provenance="client",
            authority=CLIENT,
            learner=ada,
        )


def test_a_batch_is_stored_whole_or_not_at_all(ada):
    good, taken = foreign(), foreign()
    records.record(taken, provenance="client", authority=CLIENT)
    entries = [
        records.Entry(statement=records.Statement.read(data), provenance="client", authority=CLIENT, learner_id=ada.pk)
        for data in (good, {**taken, "object": {"id": "https://elsewhere.example/film"}})
    ]

    with pytest.raises(records.Conflict):
        records.record_batch(entries)
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor": {"name": "Nobody"}},
        {"verb": {"id": "experienced"}},
        {"object": {"id": 4}},
        {"result": {"score": {"scaled": 2}}},
        {"timestamp": "2026-01-01T00:00:00"},
        {"context": {"registration": "none"}},
        {"result": {"response": "\0"}},
    ],
)
def test_what_the_standard_refuses_is_refused(wrong):
    with pytest.raises(Invalid):
        records.record(foreign(**wrong), provenance="client", authority=CLIENT)
    assert not Record.objects.exists()


def test_a_given_time_is_neither_in_the_future_nor_before_the_last_record(ada):
    course = course_of_lessons(3)
    enrolment = enrolled(ada, course)
    first, second, third = keys(course)
    now = timezone.now()
    learning.complete_lesson(enrolment, activity_key=first, at=now - timedelta(days=2))

    with pytest.raises(ValueError, match="before"):
        learning.complete_lesson(enrolment, activity_key=second, at=now - timedelta(days=3))
    with pytest.raises(ValueError, match="future"):
        learning.complete_lesson(enrolment, activity_key=third, at=now + timedelta(days=1))
    assert Record.objects.get().stored == now - timedelta(days=2)
    assert Completion.objects.count() == 1


def test_the_day_counted_is_the_learners_own(ada):
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    course = course_of_lessons(1)
    at = (timezone.now() - timedelta(days=2)).replace(hour=20, minute=0)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0], at=at)

    assert Record.objects.get().day == at.date() + timedelta(days=1)


def test_the_drain_hands_up_what_happened_and_keeps_no_effect(ada, heard):
    course = course_of_lessons(2)
    for key in keys(course):
        learning.complete_lesson(enrolled(ada, course), activity_key=key)

    assert effects.drain(ada.pk) == 2
    assert [type(event) for event in heard] == [
        events.LessonCompleted,
        events.LessonCompleted,
        events.CourseCompleted,
    ]
    assert heard == queries.events_of(ada.pk)
    assert heard[2].activities == 2
    assert heard[2].course_title == "Statistics"
    assert not Effect.objects.exists()


def test_events_of_says_nothing_that_is_not_yet_drained(ada):
    course = course_of_lessons(2)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])

    assert queries.events_of(ada.pk) == []
    effects.drain(ada.pk)
    assert len(queries.events_of(ada.pk)) == 1


def test_voiding_takes_back_progress_completion_and_course(ada, ivan, heard):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    for key in keys(course):
        learning.complete_lesson(enrolment, activity_key=key)
    effects.drain(ada.pk)
    first, second = Record.objects.order_by("seq")

    voider = records.void(first, by=ivan)
    assert records.void(first, by=ivan) == voider
    effects.drain(ada.pk)

    assert heard[-1] == ("reversed", ada.pk)
    progress = Progress.objects.get()
    assert (progress.done, progress.completed_at) == (1, None)
    assert Completion.objects.filter(voided_at=None).count() == 1
    assert (voider.learner, voider.seq) == (ada, 3)
    assert [(event.record_id, event.reversed_by) for event in queries.events_of(ada.pk)] == [
        (first.pk, voider.pk),
        (second.pk, None),
        (second.pk, voider.pk),
    ]

    learning.complete_lesson(enrolment, activity_key=keys(course)[0])
    effects.drain(ada.pk)
    standing = [event for event in queries.events_of(ada.pk) if event.reversed_by is None]
    assert [type(event) for event in standing] == [
        events.LessonCompleted,
        events.LessonCompleted,
        events.CourseCompleted,
    ]
    assert not list(projections.differences())


def test_a_voiding_record_cannot_be_voided(ada):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    voider = records.void(Record.objects.get())

    with pytest.raises(voiding.NotVoidable):
        records.void(voider)


def test_a_failing_effect_backs_off_parks_after_ten_tries_and_holds_back_later_ones(ada, ben):
    def fail(sender, event, **kwargs):
        if event.learner_id == ada.pk:
            raise RuntimeError("no")

    course = course_of_lessons(2)
    for user in (ada, ben):
        for key in keys(course):
            learning.complete_lesson(enrolled(user, course), activity_key=key)
    events.happened.connect(fail)
    try:
        now = timezone.now()
        for _ in range(12):
            effects.drain_all(now)
            now += timedelta(hours=2)
    finally:
        events.happened.disconnect(fail)

    parked, held = Effect.objects.order_by("seq")
    assert (parked.tries, parked.error, parked.parked_at is not None) == (10, "RuntimeError: no", True)
    assert (held.tries, held.parked_at) == (0, None)
    assert effects.pending() == 2
    assert effects.retry(parked) == 2
    assert not Effect.objects.exists()


def test_an_effect_leased_to_another_is_left_alone(ada):
    course = course_of_lessons(1)
    learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
    now = timezone.now()
    Effect.objects.update(leased_until=now + timedelta(seconds=30), tries=1)

    assert effects.drain(ada.pk) == 0
    assert effects.drain(ada.pk, now=now + timedelta(minutes=1)) == 1


def test_effects_are_drained_in_the_request_after_commit(ada, heard, django_capture_on_commit_callbacks):
    course = course_of_lessons(1)
    drained: list = []

    def on_drained(sender, learner_id, events, **kwargs):
        drained.append((learner_id, len(events)))

    events.drained.connect(on_drained)
    with django_capture_on_commit_callbacks(execute=True):
        learning.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])
        assert not heard
    events.drained.disconnect(on_drained)

    assert len(heard) == 2
    assert drained == [(ada.pk, 2)]
    assert not Effect.objects.exists()
