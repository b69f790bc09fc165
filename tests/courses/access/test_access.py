"""Grants open the door, and their end closes it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.access import actions, policies, queries
from courses.models import Enrolment, Grant
from tests.factories.learning import course_of_lessons

pytestmark = pytest.mark.django_db


def test_a_grant_is_the_same_for_the_same_source_and_takes_a_new_due_date(ada):
    key = uuid.uuid4()
    enrolment = actions.grant(ada, key, source="group:x")
    due = timezone.now() + timedelta(days=5)

    assert actions.grant(ada, key, source="group:x", due=due) == enrolment
    assert Grant.objects.get().due == due


def test_access_lasts_while_a_grant_stands_and_a_new_one_reopens_the_same_enrolment(ada):
    key = uuid.uuid4()
    enrolment = actions.grant(ada, key, source="group:x")
    actions.grant(ada, key, source="open")

    actions.revoke(ada, key, source="group:x")
    assert policies.may_learn(ada, key)
    actions.revoke(ada, key, source="open")
    assert not policies.may_learn(ada, key)
    assert queries.enrolment(ada, key) is None
    assert Enrolment.objects.get().ended is None

    assert actions.grant(ada, key, source="group:y") == enrolment
    assert queries.enrolment(ada, key) == enrolment


def test_a_grant_ends_by_itself_when_its_time_is_over(ada):
    key = uuid.uuid4()
    actions.grant(ada, key, source="invitation:x", until=timezone.now() - timedelta(seconds=1))

    assert not policies.may_learn(ada, key)


def test_revoking_a_source_takes_back_what_it_gave_everyone(ada, ben):
    key, other = uuid.uuid4(), uuid.uuid4()
    for user in (ada, ben):
        actions.grant(user, key, source="group:x")
        actions.grant(user, other, source="group:x")
    actions.grant(ben, key, source="open")

    assert actions.revoke_source("group:x", course_key=key) == 2
    assert [policies.may_learn(user, key) for user in (ada, ben)] == [False, True]
    assert actions.revoke_source("group:x") == 2
    assert not policies.may_learn(ada, other)


@pytest.mark.parametrize("count", [1, 3])
def test_my_enrolments_take_one_query(ada, mallory, count, django_assert_num_queries):
    due = timezone.now() + timedelta(days=2)
    for number in range(count):
        key = course_of_lessons(1, title=f"Course {number}").course_key
        actions.grant(ada, key, source="open")
        actions.grant(ada, key, source="group:x", due=due)

    with django_assert_num_queries(1):
        enrolments = queries.enrolments_of(ada)
        assert [(each.due, each.learner) for each in enrolments] == [(due, ada)] * count
    assert queries.enrolments_of(mallory) == []


def test_what_a_grant_that_ran_out_was_due_counts_no_more(ada):
    course, now = course_of_lessons(), timezone.now()
    soon, later = now + timedelta(days=1), now + timedelta(days=9)
    actions.grant(ada, course.course_key, source="open", due=later)
    enrolment = actions.grant(ada, course.course_key, source="group:x", due=soon, until=now + timedelta(hours=1))
    assert (queries.due_of(enrolment), queries.enrolments_of(ada)[0].due) == (soon, soon)
    Grant.objects.filter(source="group:x").update(until=now)
    assert (queries.due_of(enrolment), queries.enrolments_of(ada)[0].due) == (later, later)
