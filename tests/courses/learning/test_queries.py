"""How far people are, read with few queries."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.catalog import ways
from courses.learning import actions, queries
from courses.learning.days import streak
from tests.factories.learning import activity, course_of_lessons, enrolled, keys, outline
from tests.factories.people import person

pytestmark = pytest.mark.django_db


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


def test_days_in_a_row_count_what_was_finished(ada):
    course = course_of_lessons(3)
    enrolment = enrolled(ada, course)
    now = timezone.now()
    for key, days in zip(keys(course), (3, 2, 2), strict=True):
        actions.complete_lesson(enrolment, activity_key=key, at=now - timedelta(days=days))

    finished = sorted(queries.finished_by(ada.pk).values_list("day", flat=True))
    assert finished == [finished[0], finished[2], finished[2]]
    last = finished[2]
    assert streak(finished, last) == streak(finished, last + timedelta(days=1)) == 2
    assert streak(finished, last + timedelta(days=2)) == 0


def test_who_learns_now_has_begun_and_not_finished(ada, ben, grace, mallory):
    course = course_of_lessons(2)
    for user in (ada, ben, grace):
        enrolled(user, course)
    for user in (ada, ben):
        actions.complete_lesson(enrolled(user, course), activity_key=keys(course)[0])
    actions.complete_lesson(enrolled(ben, course), activity_key=keys(course)[1])

    assert list(queries.learners_now(course.course_key, now=timezone.now())) == [ada.pk]


def test_progress_never_falls_when_an_author_republishes(ada):
    one, two = activity(title="One"), activity(title="Two")
    course = outline([one, two])
    enrolment = enrolled(ada, course)
    actions.complete_lesson(enrolment, activity_key=uuid.UUID(one["key"]))
    now = outline([two, activity(title="Three")], course_key=course.course_key)

    enrolment = enrolled(ada, course)
    path = ways.path_of(now, enrolment)
    assert (path.done, path.required) == (1, 2)
    assert [(step.title, step.new) for step in path.steps] == [("Two", False), ("Three", True)]

    actions.complete_lesson(enrolment, activity_key=uuid.UUID(two["key"]))
    assert enrolled(ada, course).progress.completed_at


def test_who_has_not_begun_follows_the_current_outline(ada):
    course = course_of_lessons(2)
    enrolment = enrolled(ada, course)
    now = course_of_lessons(5, course_key=course.course_key)

    assert ways.path_of(now, enrolment).required == 5
