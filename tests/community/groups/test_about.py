"""A group to whoever is outside: enough to decide, and nothing that is said inside."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.discussions import actions as discussions
from community.groups import assignments
from community.models import Group
from tests.factories.groups import group
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
ALL = (Group.Visibility.PUBLIC, Group.Visibility.PRIVATE, Group.Visibility.HIDDEN)


def furnished(by, visibility: str, count: int = 1) -> Group:
    made = group(by, "Bakers", visibility=visibility, managed=True)
    for number in range(count):
        course = course_of_lessons(1, title=f"Bread {number}")
        due = timezone.now() + timedelta(days=9)
        assignments.assign(made, course_key=course.course_key, by=by, due=due)
        discussions.open_topic(
            made.place, author=by, title=f"Which flour {number}?", text="Canary words", kind="discussion"
        )
    return made


def about(user, made: Group):
    client = Client()
    client.force_login(user)
    return client.get(reverse("groups:group", args=[made.uid]))


def test_a_public_group_shows_what_it_learns_until_when_and_its_last_two_topics(grace, mallory):
    page = about(mallory, furnished(grace, Group.Visibility.PUBLIC, 3)).content.decode()
    assert [f"Bread {n}" in page for n in range(3)] == [True] * 3
    assert "due " in page
    assert [f"Which flour {n}?" in page for n in range(3)] == [False, True, True]
    assert "1 person" in page
    assert "What joining asks" in page
    assert "Its managers see how far each member is" in page
    assert "Canary words" not in page


def test_a_private_group_shows_how_many_courses_and_nothing_that_is_inside(grace, mallory):
    page = about(mallory, furnished(grace, Group.Visibility.PRIVATE)).content.decode()
    assert "1 course" in page
    assert "They decide who comes in" in page
    for inside in ("Bread 0", "Which flour", "Canary words", "Talked about lately"):
        assert inside not in page


def test_a_hidden_group_is_not_there(grace, mallory):
    assert about(mallory, furnished(grace, Group.Visibility.HIDDEN)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_looking_costs_the_same_for_any_number_of_courses_and_topics(grace, mallory, django_assert_num_queries, count):
    made = furnished(grace, Group.Visibility.PUBLIC, count)
    client = Client()
    client.force_login(mallory)
    address = reverse("groups:group", args=[made.uid])
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 12  # session, person, switches; the group, mine; people, courses, managers, request; two lists; the bell
