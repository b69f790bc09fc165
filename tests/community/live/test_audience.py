"""A word is spread over those who may hear it: people, and not topics."""

import pytest
from django.utils import timezone

from community.live import audience
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons, enrolled

pytestmark = pytest.mark.django_db


def test_a_group_is_for_its_members_and_a_course_for_those_who_learn_it(ada, ben, grace):
    evening, other, course = group(grace), group(grace, "Other"), course_of_lessons()
    seats = [member(evening, user) for user in (ada, ben)]
    for user in (ada, ben):
        enrolled(user, course)
    place = f"course:{course.course_key}"
    topics = {evening.place, f"talk:{evening.place}", other.place, f"talk:{place}", f"person:{ada.uid}", "topic:x"}
    assert audience.sizes(topics) == {
        evening.place: 3,
        f"talk:{evening.place}": 3,
        other.place: 1,
        f"talk:{place}": 2,
    }
    type(seats[0]).objects.filter(pk=seats[0].pk).update(left=timezone.now())
    assert audience.sizes([evening.place]) == {evening.place: 2}


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_two_queries_for_any_number_of_places(ada, grace, count, django_assert_num_queries):
    circles = [group(grace, f"Circle {number}") for number in range(count)]
    courses = [course_of_lessons() for _number in range(count)]
    topics = [circle.place for circle in circles] + [f"talk:course:{course.course_key}" for course in courses]
    with django_assert_num_queries(2):
        audience.sizes(topics)
    with django_assert_num_queries(0):
        audience.sizes([f"person:{ada.uid}"])
