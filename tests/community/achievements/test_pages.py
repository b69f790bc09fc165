"""Badges and points, as their owner and others may see them."""

import pytest
from django.urls import reverse

from community.connections import actions as connections
from community.groups import memberships
from community.people import actions as people
from community.profiles.queries import visible_accomplishments
from tests.factories.feed import finish, read, take_back
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def titles(seen):
    return [tile.title for tile in seen.badges], [course.title for course in seen.courses]


def test_others_see_through_a_place_they_may_read_and_nothing_else(ada, ben, grace, mallory):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    finish(ada, course_of_lessons(1))
    for viewer in (ada, ben):
        badges, courses = titles(visible_accomplishments(ada, viewer))
        assert (sorted(badges), courses) == (["A first lesson", "Statistics"], ["Statistics"])
    assert titles(visible_accomplishments(ada, mallory)) == ([], [])


def test_private_everywhere_empties_the_profile_for_others_alone(ada, ben, grace):
    evening = group(grace)
    member(evening, ada, sharing="named")
    member(evening, ben)
    finish(ada, course_of_lessons(1))
    people.private_everywhere(ada)
    assert titles(visible_accomplishments(ada, ben)) == ([], [])
    assert len(visible_accomplishments(ada, ada).badges) == 2


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 5000])
def test_a_page_that_is_none_is_answered_all_the_same(ada, client, number):
    client.force_login(ada)
    assert client.get(reverse("achievements:points"), {"page": number}).status_code == 200


def test_a_connection_sees_what_was_finished_since_one_shares(ada, mallory):
    finish(ada, course_of_lessons(1, title="Before"))
    connections.accept(connections.ask(ada, other=mallory), by=mallory)
    people.share(ada, sharing="named")
    finish(ada, course_of_lessons(1, title="After"))
    assert titles(visible_accomplishments(ada, mallory)) == (["After"], ["After"])


def test_who_left_the_group_is_seen_through_it_no_longer(ada, ben, grace):
    evening = group(grace)
    seat = member(evening, ada, sharing="named")
    member(evening, ben)
    finish(ada, course_of_lessons(1))
    memberships.leave(seat)
    assert titles(visible_accomplishments(ada, ben)) == ([], [])


def test_without_achievements_there_are_courses_and_no_badges(ada):
    from cohort.models import Capabilities

    finish(ada, course_of_lessons(1))
    Capabilities.objects.update(achievements=False)
    assert titles(visible_accomplishments(ada, ada)) == ([], ["Statistics"])


def test_my_points_show_each_line_with_its_record(ada, client):
    course = course_of_lessons(2)
    finish(ada, course)
    take_back(ada)
    client.force_login(ada)
    page = client.get(reverse("achievements:points")).content.decode()
    for record in ada.records.filter(enrolment__isnull=False):
        assert str(record.uid) in page
    assert "Taken back" in page
    assert "10 points from one activity." in page


def test_my_points_are_nobody_elses(ada, mallory, client):
    read(ada, course_of_lessons(1))
    client.force_login(mallory)
    page = client.get(reverse("achievements:points")).content.decode()
    assert "Lesson 1" not in page
    client.logout()
    assert client.get(reverse("achievements:points")).status_code == 302


def test_my_points_stay_open_without_community(ada, client):
    from cohort.models import Capabilities

    Capabilities.objects.update(community=False)
    read(ada, course_of_lessons(1))
    client.force_login(ada)
    assert "Lesson 1" in client.get(reverse("achievements:points")).content.decode()
    Capabilities.objects.update(achievements=False)
    assert client.get(reverse("achievements:points")).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_my_points_cost_the_same_for_any_number_of_lines(ada, client, many, django_assert_num_queries):
    for number in range(many):
        finish(ada, course_of_lessons(1, title=f"Course {number}"))
    client.force_login(ada)
    with django_assert_num_queries(9):
        assert client.get(reverse("achievements:points")).status_code == 200
