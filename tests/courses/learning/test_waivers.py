"""What an author takes out is waived for who had begun it."""

import uuid

import pytest
from django.utils import timezone

from courses.access import actions as access
from courses.catalog.actions import note_removed
from courses.events import CourseCompleted
from courses.learning import actions, projections, queries, waivers
from courses.learning.desk import desk
from courses.models import Progress, Record, Removal
from courses.records import effects
from courses.records.words import WAIVED
from tests.factories.catalog import lessons_of, publish, published_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db):
    return published_course(lessons=3, assessment=False)


def learn(user, course, *lessons):
    enrolment = access.grant(user, course.translation_key, source="open")
    for lesson in lessons:
        actions.complete_lesson(enrolment, activity_key=lesson.translation_key)
    return enrolment


def test_taking_a_lesson_out_waives_it_once_for_who_had_begun_and_lacks_it(ada, ben, grace, course):
    one, _, three = lessons_of(course)
    learn(ada, course, one)
    learn(ben, course, three)
    learn(grace, course)
    three.unpublish()
    now = timezone.now()

    assert Removal.objects.get().activity_key == three.translation_key
    assert waivers.waive_removed(now) == 1
    assert waivers.waive_removed(now) == 0

    record = Record.objects.get(verb=WAIVED)
    assert (record.learner, record.activity_key) == (ada, three.translation_key)
    counts = {each.enrolment.learner: (each.done, each.required) for each in Progress.objects.all()}
    assert counts == {ada: (1, 2), ben: (1, 3)}
    assert list(projections.differences()) == []
    publish(three)
    assert Progress.objects.get(enrolment__learner=ada).required == 2


def test_a_waiver_completes_a_course_only_where_something_was_done(ada, ben, course):
    one, two, three = lessons_of(course)
    learn(ada, course, one, two)
    three.unpublish()
    waivers.waive_removed(timezone.now())
    effects.drain(ada.pk)

    events = queries.events_of(ada.pk)
    assert [type(event).__name__ for event in events] == ["LessonCompleted", "LessonCompleted", "CourseCompleted"]
    assert isinstance(events[-1], CourseCompleted)
    assert events[-1].activities == 2
    assert Record.objects.get(pk=events[-1].record_id).verb == WAIVED


def test_what_is_back_before_the_clock_strikes_is_not_waived(ada, course):
    one, two, _ = lessons_of(course)
    learn(ada, course, one)
    two.unpublish()
    publish(two)

    assert waivers.waive_removed(timezone.now()) == 0
    assert not Removal.objects.filter(done_at=None).exists()


def test_closing_a_whole_course_waives_nothing(ada, course):
    learn(ada, course, lessons_of(course)[0])
    course.unpublish()

    assert not Removal.objects.exists()
    assert desk(ada, until=timezone.now()).going_on is None


def test_an_outbox_row_of_an_unknown_course_is_done_with(db):
    note_removed(uuid.uuid4(), [str(uuid.uuid4())], at=timezone.now())

    assert waivers.waive_removed(timezone.now()) == 0
    assert not Removal.objects.filter(done_at=None).exists()
