"""How far people are, read with few queries."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.access import actions as access
from courses.learning import actions, queries
from courses.learning.days import streak
from courses.models import Outline
from tests.factories.learning import activity, course_of_lessons, enrolled, keys, outline
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_continue_is_the_course_learned_last_at_its_next_step(ada):
    first, second = course_of_lessons(2, title="First"), course_of_lessons(3, title="Second")
    now = timezone.now()
    enrolments = [enrolled(ada, each, at=now - timedelta(days=9)) for each in (first, second)]
    actions.complete_lesson(enrolments[1], activity_key=keys(second)[0], at=now - timedelta(days=2))
    actions.complete_lesson(enrolments[0], activity_key=keys(first)[0], at=now - timedelta(days=1))

    card = queries.continue_for(ada)
    assert (card.course, card.title, card.ordinal, card.done_text, card.left_text) == (
        "First",
        "Lesson 2",
        2,
        "1 of 2 done",
        "about 6 min left",
    )

    actions.bookmark(enrolments[1], activity_key=keys(second)[1], heading="Tea and milk", fraction=0.4)
    card = queries.continue_for(ada)
    assert (card.course, card.stopped_at, card.segments) == ("Second", "Tea and milk", [[1, 0.4, 0]])
    assert card.line == "Lesson 2, about 6 minutes. You stopped at “Tea and milk”."


def test_nothing_to_continue_where_all_is_finished_closed_or_unpublished(ada, ben):
    assert queries.continue_for(ada) is None
    done, closed, gone = (course_of_lessons(1, title=name) for name in ("Done", "Closed", "Gone"))
    actions.complete_lesson(enrolled(ada, done), activity_key=keys(done)[0])
    enrolled(ada, closed)
    access.revoke(ada, closed.course_key, source="open")
    enrolled(ada, gone)
    Outline.objects.filter(pk=gone.pk).update(superseded_at=timezone.now())

    assert queries.continue_for(ada) is None


@pytest.mark.parametrize("courses", [1, 3])
def test_continue_takes_two_queries(ada, courses, django_assert_num_queries):
    for number in range(courses):
        course = course_of_lessons(2, title=f"Course {number}")
        actions.complete_lesson(enrolled(ada, course), activity_key=keys(course)[0])

    with django_assert_num_queries(2):
        assert queries.continue_for(ada).done == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_grid_takes_two_queries(count, django_assert_num_queries):
    courses = [course_of_lessons(2, title=f"Course {number}") for number in range(count)]
    people = [person(f"P{number} Person") for number in range(count)]
    due = timezone.now() + timedelta(days=3)
    for user in people:
        for course in courses:
            enrolment = enrolled(user, course, source="group:x", due=due)
            actions.complete_lesson(enrolment, activity_key=keys(course)[0])

    with django_assert_num_queries(2):
        cells = queries.progress_in([course.course_key for course in courses], [user.pk for user in people])
    assert cells.keys() == {(user.pk, course.course_key) for user in people for course in courses}
    assert {(cell.done, cell.required, cell.due, cell.completed_at) for cell in cells.values()} == {(1, 2, due, None)}


def test_the_grid_knows_who_has_not_begun(ada):
    course = course_of_lessons(4)
    enrolment = enrolled(ada, course)

    cell = queries.progress_in([course.course_key, uuid.uuid4()], [ada.pk])[ada.pk, course.course_key]
    assert (cell.done, cell.required, cell.last_at, cell.enrolment_uid) == (0, 4, None, enrolment.uid)


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_due_takes_two_queries(ada, count, django_assert_num_queries):
    now = timezone.now()
    for number in range(count):
        enrolled(ada, course_of_lessons(2, title=f"Due {number}"), due=now + timedelta(days=number - 1))
    enrolled(ada, course_of_lessons(2, title="Not due"))
    finished = course_of_lessons(1, title="Finished")
    actions.complete_lesson(enrolled(ada, finished, due=now), activity_key=keys(finished)[0])

    with django_assert_num_queries(2):
        items = queries.due_for(ada, now + timedelta(days=7))
    assert [(item.title, item.late) for item in items] == [
        ("Due 0", True),
        ("Due 1", True),
        ("Due 2", False),
    ][:count]


def test_days_learned_count_what_was_finished_and_not_voided(ada):
    course = course_of_lessons(3)
    enrolment = enrolled(ada, course)
    now = timezone.now()
    for key, days in zip(keys(course), (3, 2, 2), strict=True):
        actions.complete_lesson(enrolment, activity_key=key, at=now - timedelta(days=days))

    counts = queries.days_learned(ada, (now - timedelta(days=5)).date())
    assert sorted(counts.values()) == [1, 2]
    assert queries.days_learned(ada, (now + timedelta(days=1)).date()) == {}
    assert streak(counts, max(counts)) == streak(counts, max(counts) + timedelta(days=1)) == 2
    assert streak(counts, max(counts) + timedelta(days=2)) == 0


def test_who_learns_now_has_begun_and_not_finished(ada, ben, grace, mallory):
    course = course_of_lessons(2)
    for user in (ada, ben, grace):
        enrolled(user, course)
    for user in (ada, ben):
        actions.complete_lesson(enrolled(user, course), activity_key=keys(course)[0])
    actions.complete_lesson(enrolled(ben, course), activity_key=keys(course)[1])

    assert list(queries.learners_now(course.course_key)) == [ada.pk]


def test_progress_never_falls_when_an_author_republishes(ada):
    one, two = activity(title="One"), activity(title="Two")
    course = outline([one, two])
    enrolment = enrolled(ada, course)
    actions.complete_lesson(enrolment, activity_key=uuid.UUID(one["key"]))
    now = outline([two, activity(title="Three")], course_key=course.course_key)

    enrolment = enrolled(ada, course)
    path = queries.path_of(now, enrolment)
    assert (path.done, path.required) == (1, 2)
    assert [(step.title, step.new) for step in path.steps] == [("Two", False), ("Three", True)]

    actions.complete_lesson(enrolment, activity_key=uuid.UUID(two["key"]))
    assert queries.progress_of([enrolled(ada, course)])[enrolment.pk].completed_at


def test_who_has_not_begun_follows_the_current_outline(ada):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    now = course_of_lessons(5, course_key=course.course_key)

    assert queries.path_of(now, enrolment).required == 5
