"""`kill -9` of a process around COMMIT: what was acknowledged is stored, and its effects happen once.

The fault points live here: a child process, forked from the test, kills itself where one of them is reached.
"""

import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models.signals import post_save, pre_save
from django.utils import timezone

from cohort import derived
from courses import events
from courses.learning import actions as learning
from courses.learning import queries
from courses.models import Completion, Effect, Progress, Record
from courses.records import effects
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.people import person

pytestmark = pytest.mark.takes(0.4)

Strike = Callable[[], None]


def before_saving(model: type) -> Callable[[Strike], None]:
    return lambda strike: pre_save.connect(lambda **kwargs: strike(), sender=model, weak=False)


def after_saving(model: type) -> Callable[[Strike], None]:
    return lambda strike: post_save.connect(lambda **kwargs: strike(), sender=model, weak=False)


def after_writing(model: type) -> Callable[[Strike], None]:
    """Strike after the first INSERT into the model's table, of however many rows."""

    def arm(strike: Strike) -> None:
        def watch(execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if sql.startswith("INSERT") and f'INTO "{model._meta.db_table}"' in sql:
                strike()
            return answer

        connection.execute_wrappers.append(watch)

    return arm


def around_commit(number: int, *, after: bool) -> Callable[[Strike], None]:
    """Strike before or after the `number`th COMMIT: the first is the door's, the second the drain's."""

    def arm(strike: Strike) -> None:
        commit, seen = connection.commit, []

        def struck() -> None:
            seen.append(1)
            if len(seen) == number and not after:
                strike()
            commit()
            if len(seen) == number and after:
                strike()

        connection.commit = struck  # type: ignore[method-assign]

    return arm


def around_receivers(*, after: bool) -> Callable[[Strike], None]:
    def arm(strike: Strike) -> None:
        send = events.happened.send

        def struck(*args, **kwargs):
            if not after:
                strike()
            answers = send(*args, **kwargs)
            if after:
                strike()
            return answers

        events.happened.send = struck  # type: ignore[method-assign]

    return arm


def when_leased(strike: Strike) -> None:
    def struck(effect) -> bool:
        strike()
        return False

    effects._keep = struck


# name → (how to arm it, whether the statement is stored)
POINTS: dict[str, tuple[Callable[[Strike], None], bool]] = {
    "before the source row": (before_saving(Completion), False),
    "after the source row": (after_saving(Completion), False),
    "after the record": (after_writing(Record), False),
    "after the progress": (after_saving(Progress), False),
    "after the effect": (after_writing(Effect), False),
    "before COMMIT": (around_commit(1, after=False), False),
    "between COMMIT and enqueue": (around_commit(1, after=True), True),
    "when the effect is leased": (when_leased, True),
    "before award and feed": (around_receivers(after=False), True),
    "after award and feed": (around_receivers(after=True), True),
    "before the drain's COMMIT": (around_commit(2, after=False), True),
    "after the drain's COMMIT": (around_commit(2, after=True), True),
}


def sink(sender, event, **kwargs) -> None:
    """Write an effect that a repeat would double: no key of its own guards this table."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fault_sink (record, kind) VALUES (%s, %s)", [event.record_id, type(event).__name__])


@pytest.fixture
def learner(db):
    events.happened.connect(sink)
    yield person("Ada Nwosu")
    events.happened.disconnect(sink)


def in_child(work: Callable[[Callable[[str], None]], None]) -> tuple[list[str], int]:
    """Run `work(acknowledge)` in a forked process; return what it acknowledged and the signal that ended it, or 0."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            work(lambda text: os.write(writing, f"{text}\n".encode()))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as acknowledged:
        lines = acknowledged.read().split()
    _, status = os.waitpid(child, 0)
    return lines, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_process_loses_nothing_acknowledged_and_doubles_nothing(learner, point):
    arm, stored = POINTS[point]
    course = course_of_lessons(3)
    enrolment = enrolled(learner, course)
    first, second, third = keys(course)

    def work(acknowledge: Callable[[str], None]) -> None:
        learning.complete_lesson(enrolment, activity_key=first)
        acknowledge(str(first))
        arm(lambda: os.kill(os.getpid(), signal.SIGKILL))
        learning.complete_lesson(enrolment, activity_key=second)
        acknowledge(str(second))

    acknowledged, ended_by = in_child(work)

    assert ended_by == signal.SIGKILL, f"{point} was never reached"
    assert acknowledged == [str(first)]
    assert set(Record.objects.values_list("activity_key", flat=True)) == ({first, second} if stored else {first})

    restart()
    for key in (second, third):  # the client tries again, then goes on
        learning.complete_lesson(enrolment, activity_key=key)
    restart()

    assert sorted(Record.objects.values_list("activity_key", flat=True)) == sorted([first, second, third])
    assert list(Record.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3]
    assert not Effect.objects.exists()
    assert effects_written() == [(event.record_id, type(event).__name__) for event in queries.events_of(learner.pk)]
    assert len(effects_written()) == 4
    progress = Progress.objects.get()
    assert (progress.done, progress.required, progress.completed_at is not None) == (3, 3, True)
    assert list(derived.differences([learner.pk])) == []


def test_an_effect_that_kills_its_process_is_parked_after_ten_tries(learner):
    course = course_of_lessons(1)
    enrolment = enrolled(learner, course)

    def fall(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    def work(acknowledge: Callable[[str], None]) -> None:
        events.happened.send = fall  # type: ignore[method-assign]
        if not Record.objects.exists():
            learning.complete_lesson(enrolment, activity_key=keys(course)[0])
        effects.drain_all(now)

    now = timezone.now()
    ends = []
    for _ in range(11):
        now += timedelta(minutes=5)
        ends.append(in_child(work)[1])

    effect = Effect.objects.get()
    assert ends == [signal.SIGKILL] * 10 + [0]
    assert (effect.tries, effect.error, effect.parked_at is not None) == (10, "did not finish", True)


def restart() -> None:
    """Start again: what is due is drained, once the leases of the dead have run out."""
    connections.close_all()
    effects.drain_all(timezone.now() + timedelta(minutes=5))


def effects_written() -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, kind FROM fault_sink ORDER BY record, kind DESC")
        return [(record, kind) for record, kind in cursor.fetchall()]
