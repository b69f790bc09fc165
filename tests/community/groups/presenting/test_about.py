"""A group to whoever is outside: enough to decide, and nothing that is said inside."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.discussions import actions as discussions
from community.groups import assignments, invitations, memberships, queries, requests
from community.models import Group, Membership
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.markup import tight

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


QUERIES = (
    13  # session, person, switches; group, mine, mine before twice; people, courses, managers; two lists; the bell
)


def press(user, made: Group):
    client = Client()
    client.force_login(user)
    return client.post(reverse("groups:membership", args=[made.uid]), {"sharing": "private"})


@pytest.mark.parametrize(
    ("visibility", "words", "button"),
    [
        (Group.Visibility.PUBLIC, "You can join again from", "Join this group"),
        (Group.Visibility.PRIVATE, "You can ask to join again from", "Ask to join"),
    ],
)
def test_whoever_was_taken_out_stays_out_for_thirty_days_and_reads_so(grace, ada, visibility, words, button):
    made = group(grace, visibility=visibility)
    memberships.remove(member(made, ada), by=grace)
    page = tight(about(ada, made))
    assert ("A manager took you out of this group." in page, words in page, f"{button}</a>" in page) == (
        True,
        True,
        False,
    )
    press(ada, made)
    assert (queries.membership(made, ada), queries.open_request(made, ada)) == (None, None)
    with pytest.raises(ValidationError, match="You can ask again from"):
        requests.ask_to_join(made, user=ada, sharing="private")

    Membership.objects.filter(user=ada).update(left=timezone.now() - timedelta(days=31))
    assert f"{button}</a>" in tight(about(ada, made))
    press(ada, made)
    assert queries.membership(made, ada) or queries.open_request(made, ada)


def test_a_manager_lets_in_whom_they_took_out_at_any_time_and_then_it_counts_no_more(grace, ada):
    made = group(grace, visibility=Group.Visibility.PUBLIC)
    memberships.remove(member(made, ada), by=grace)
    again = memberships.join(made, user=ada, invitation=invitations.invite(made, by=grace))
    memberships.leave(again)
    assert "Join this group</a>" in tight(about(ada, made))


def test_whoever_left_by_themselves_comes_back_at_once(grace, ada):
    made = group(grace, visibility=Group.Visibility.PUBLIC)
    memberships.leave(member(made, ada))
    press(ada, made)
    assert queries.membership(made, ada)


def test_where_nobody_is_left_to_answer_one_joins_and_leads(grace, ada, mallory):
    made = group(grace)
    requests.ask_to_join(made, user=mallory, sharing="private")
    memberships.leave(queries.membership(made, grace))
    for user in (ada, mallory):
        page = tight(about(user, made))
        assert ("Join this group</a>" in page, "Ask to join</a>" in page, "You asked to join" in page) == (
            True,
            False,
            False,
        )
        assert "They decide who comes in" not in page
    press(mallory, made)

    assert queries.membership(made, mallory).role == Membership.Role.MANAGER
    assert queries.open_request(made, mallory) is None
    assert "Ask to join</a>" in tight(about(ada, made))
