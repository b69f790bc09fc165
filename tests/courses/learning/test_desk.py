"""What lies on a learner's desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.access import actions as access
from courses.learning import actions
from courses.learning.desk import desk
from courses.models import Outline
from tests.factories.learning import course_of_lessons, enrolled, keys

pytestmark = pytest.mark.django_db


def going_on(user):
    return desk(user, until=timezone.now()).going_on


def test_continue_is_the_course_learned_last_at_its_next_step(ada):
    first, second = course_of_lessons(2, title="First"), course_of_lessons(3, title="Second")
    now = timezone.now()
    enrolments = [enrolled(ada, each, at=now - timedelta(days=9)) for each in (first, second)]
    actions.complete_lesson(enrolments[1], activity_key=keys(second)[0], at=now - timedelta(days=2))
    actions.complete_lesson(enrolments[0], activity_key=keys(first)[0], at=now - timedelta(days=1))

    card = going_on(ada)
    assert (card.course, card.title, card.ordinal, card.done_text, card.left_text) == (
        "First",
        "Lesson 2",
        2,
        "1 of 2 done",
        "about 6 min left",
    )

    actions.bookmark(enrolments[1], activity_key=keys(second)[1], heading="Tea and milk", fraction=0.4)
    card = going_on(ada)
    assert (card.course, card.stopped_at, card.segments) == ("Second", "Tea and milk", [[1, 0.4, 0]])
    assert card.line == "Lesson 2, about 6 minutes. You stopped at “Tea and milk”."


def test_nothing_to_continue_where_all_is_finished_closed_or_unpublished(ada, ben):
    assert going_on(ada) is None
    done, closed, gone = (course_of_lessons(1, title=name) for name in ("Done", "Closed", "Gone"))
    actions.complete_lesson(enrolled(ada, done), activity_key=keys(done)[0])
    enrolled(ada, closed)
    access.revoke(ada, closed.course_key, source="open")
    enrolled(ada, gone)
    Outline.objects.filter(pk=gone.pk).update(superseded_at=timezone.now())

    assert going_on(ada) is None


@pytest.mark.parametrize("courses", [1, 3])
def test_continue_takes_two_queries(ada, courses, django_assert_num_queries):
    for number in range(courses):
        course = course_of_lessons(2, title=f"Course {number}")
        actions.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])

    with django_assert_num_queries(2):
        assert going_on(ada).done == 1


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_takes_two_queries(ada, count, django_assert_num_queries):
    now = timezone.now()
    for number in range(count):
        enrolled(ada, course_of_lessons(2, title=f"Due {number}"), due=now + timedelta(days=number - 1))
    enrolled(ada, course_of_lessons(2, title="Not due"))
    finished = course_of_lessons(1, title="Finished")
    actions.complete_lesson(enrolled(ada, finished, due=now), activity_key=keys(finished)[0])

    with django_assert_num_queries(2):
        items = desk(ada, until=now + timedelta(days=7)).due
    assert (
        [(item.title, item.late) for item in items]
        == [
            ("Due 0", True),
            ("Due 1", False),  # today, to its end
            ("Due 2", False),
        ][:count]
    )
