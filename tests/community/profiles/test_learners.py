"""Who learns a course now, beside its page: only those named to the viewer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.connections import actions as connections
from community.groups import memberships
from community.people import actions as people
from community.profiles.presenting.learners import beside_course, in_words, learners_named_to
from courses.models import Grant
from tests.factories.feed import finish, read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def course():
    return course_of_lessons(3)


def names(viewer, course):
    found = learners_named_to(viewer, course.course_key)
    return [face.name for face in found.faces], found.count


def test_named_members_of_my_groups_are_shown_and_counted(ada, ben, grace, mallory, course):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    for learner in (ada, ben, mallory):
        read(learner, course)
    assert names(grace, course) == (["Ada Nwosu"], 1)
    assert names(ben, course) == (["Ada Nwosu"], 1)
    assert names(ada, course) == ([], 0)
    assert names(mallory, course) == ([], 0)


def test_private_everywhere_and_leaving_hold_at_once(ada, ben, grace, course):
    evening = group(grace)
    seat = member(evening, ada, sharing="named")
    member(evening, ben)
    read(ada, course)
    people.private_everywhere(ada)
    assert names(ben, course) == ([], 0)
    memberships.change_sharing(seat, sharing="named")
    assert names(ben, course) == (["Ada Nwosu"], 1)
    memberships.leave(seat)
    assert names(ben, course) == ([], 0)


def test_connections_who_share_are_shown(ada, mallory, course):
    read(ada, course)
    connections.accept(connections.ask(ada, other=mallory), by=mallory)
    assert names(mallory, course) == ([], 0)
    people.share(ada, sharing="named")
    assert names(mallory, course) == (["Ada Nwosu"], 1)


def test_who_finished_or_has_not_begun_is_not_learning_it_now(ada, ben, grace, course):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben, sharing="named")
    finish(ada, course)
    assert names(grace, course) == ([], 0)


def test_whose_right_to_the_course_ran_out_is_shown_no_more(ada, grace, course):
    member(group(grace), ada, sharing="named")
    assert names(grace, course) == ([], 0)
    read(ada, course)
    Grant.objects.update(until=timezone.now() + timedelta(days=1))
    assert names(grace, course) == (["Ada Nwosu"], 1)
    Grant.objects.update(until=timezone.now() - timedelta(microseconds=1))
    assert names(grace, course) == ([], 0)


def test_a_visitor_is_shown_nothing(ada, grace, course, rf):
    from django.contrib.auth.models import AnonymousUser

    member(group(grace), ada, sharing="named")
    read(ada, course)
    request = rf.get(reverse("catalog:list"))
    request.user = AnonymousUser()
    assert beside_course(request, course_key=course.course_key) == ""
    request.user = grace
    assert "Ada Nwosu" in beside_course(request, course_key=course.course_key)


def test_two_are_named_and_the_rest_is_counted(grace, course):
    evening = group(grace)
    for number in range(9):
        learner = person(f"P{number} Person")
        member(evening, learner, sharing="named")
        read(learner, course)
    found = learners_named_to(grace, course.course_key)
    assert (len(found.faces), found.count) == (7, 9)
    assert "and 7 others" in in_words(found)


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_one_query_for_any_number_of_people(grace, course, rf, many, django_assert_num_queries):
    evening = group(grace)
    for number in range(many):
        learner = person(f"P{number} Person")
        member(evening, learner, sharing="named")
        read(learner, course)
    request = rf.get("/")
    request.user = grace
    with django_assert_num_queries(1):
        assert "P0 Person" in beside_course(request, course_key=course.course_key)
