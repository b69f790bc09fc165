"""Many at once, on a real database: one row, one effect, in the learner's order."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from courses import events, tasks
from courses.assessments import actions as assessments
from courses.learning import actions as learning
from courses.learning import projections, queries
from courses.models import Attempt, Completion, Effect, Progress, Record, Sequence
from courses.records import actions as records
from courses.records import effects
from tests.factories.learning import activity, course_of_lessons, enrolled, keys, outline
from tests.factories.people import person

CLIENT = {"objectType": "Agent", "account": {"homePage": "https://elsewhere.example", "name": "phone"}}


def together(*works: Callable[[], object]) -> list[object]:
    """Run `works` in threads that start at once, each with a connection of its own; return what each gave or raised."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[place] = work()
        except Exception as error:  # whatever it is, the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, work)) for place, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def ada(db):
    return person("Ada Nwosu")


@pytest.fixture
def written(db):
    """How often each effect was written, in a table that no key guards."""

    def sink(sender, event, **kwargs) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO fault_sink VALUES (%s, %s)", [event.record_id, type(event).__name__])

    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM fault_sink")
            return cursor.fetchone()[0]

    events.happened.connect(sink)
    yield count
    events.happened.disconnect(sink)


def test_a_double_click_is_one_completion(ada, written):
    course = course_of_lessons(1)
    enrolment = enrolled(ada, course)
    work = lambda: learning.complete_lesson(enrolment, activity_key=keys(course)[0])  # noqa: E731

    results = together(*[work] * 6)
    effects.drain_all(timezone.now() + timedelta(minutes=5))

    assert {result.uid for result in results} == {Completion.objects.get().uid}
    assert Record.objects.count() == 1
    assert written() == 2


def test_lessons_finished_at_once_each_count_and_none_takes_the_others_number(ada, written):
    course = course_of_lessons(6)
    enrolment = enrolled(ada, course)

    results = together(*[lambda key=key: learning.complete_lesson(enrolment, activity_key=key) for key in keys(course)])
    effects.drain_all(timezone.now() + timedelta(minutes=5))

    assert not [result for result in results if isinstance(result, Exception)]
    assert list(Record.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert Sequence.objects.get().last_seq == 6
    progress = Progress.objects.get()
    assert (progress.done, progress.completed_record.seq) == (6, 6)
    assert written() == len(queries.events_of(ada.pk)) == 7
    assert list(projections.differences()) == []


def test_an_attempt_handed_in_twice_is_one_result(ada, written):
    check = activity("assessment", "Check")
    course = outline([check])
    enrolment = enrolled(ada, course)
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        activity_key=uuid.UUID(check["key"]),
        ordinal=1,
        questions=[{"id": "q", "type": "numeric", "question": "?", "options": [], "answer": 4, "tolerance": 0}],
        pass_mark=0.7,
        started_at=timezone.now(),
    )

    together(*[lambda answer=answer: assessments.submit_attempt(attempt, answers={"q": answer}) for answer in "4554"])
    effects.drain_all(timezone.now() + timedelta(minutes=5))

    record = Record.objects.get()
    attempt.refresh_from_db()
    assert record.verb.endswith("passed" if attempt.passed else "failed")
    assert written() == (2 if attempt.passed else 0)


def test_drains_together_write_each_effect_once(ada, written, monkeypatch):
    course = course_of_lessons(5)
    enrolment = enrolled(ada, course)
    with monkeypatch.context() as silent:
        silent.setattr(tasks, "alarm", lambda learner_id: None)
        for key in keys(course):
            learning.complete_lesson(enrolment, activity_key=key)
    together(*[lambda: effects.drain(ada.pk)] * 5)
    effects.drain_all(timezone.now() + timedelta(minutes=5))

    assert written() == 6
    assert not Effect.objects.exists()


def test_batches_of_the_same_learners_in_opposite_order_do_not_wait_for_each_other_for_ever(ada):
    ben = person("Ben Okafor")

    def batch(*learners) -> Callable[[], object]:
        statements = [
            {
                "id": str(uuid.uuid4()),
                "actor": {"mbox": f"mailto:{learner.pk}@example.org"},
                "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
                "object": {"id": "https://elsewhere.example/book"},
            }
            for learner in learners
        ]
        entries = [
            records.Entry(
                statement=records.Statement.read(statement),
                provenance="client",
                authority=CLIENT,
                learner_id=learner.pk,
            )
            for statement, learner in zip(statements, learners, strict=True)
        ]
        return lambda: records.record_batch(entries)

    results = together(*[batch(*pair) for pair in [(ada, ben), (ben, ada)] * 4])

    assert not [result for result in results if isinstance(result, Exception)]
    for learner in (ada, ben):
        seqs = Record.objects.filter(learner=learner).order_by("seq").values_list("seq", flat=True)
        assert list(seqs) == list(range(1, 9))


def test_the_same_statement_from_two_sides_is_one_record_or_a_conflict(db):
    statement = {
        "id": str(uuid.uuid4()),
        "actor": {"mbox": "mailto:x@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": "https://elsewhere.example/book"},
    }
    other = {**statement, "object": {"id": "https://elsewhere.example/film"}}
    write = lambda data: records.record(data, provenance="client", authority=CLIENT)  # noqa: E731

    results = together(*[lambda data=data: write(data) for data in (statement, statement, other)])

    assert Record.objects.count() == 1
    assert 1 <= sum(isinstance(result, records.Conflict) for result in results) <= 2
    assert all(isinstance(result, records.Conflict | Record) for result in results)
