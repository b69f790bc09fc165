"""A profile exists for who shares a group with its owner or is connected."""

from uuid import uuid4

import pytest
from django.urls import reverse

from community.connections import actions as connections
from community.groups import memberships
from community.models import Activity, Group
from community.people import actions, queries
from courses.learning.actions import complete_lesson
from courses.records.effects import drain
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.markup import tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def profile(person):
    return reverse("profiles:person", args=[person.uid])


@pytest.fixture
def finished(ada):
    """A course of one lesson that ada finished."""

    def finish(title: str):
        course = course_of_lessons(1, title=title)
        enrolment = enrolled(ada, course)
        complete_lesson(enrolment, activity_key=keys(course)[0])
        drain(ada.pk)
        return course

    return finish


def test_profile_of_a_stranger_is_like_one_that_never_was(client, ada, mallory):
    client.force_login(mallory)
    there, nowhere = client.get(profile(ada)), client.get(reverse("profiles:person", args=[uuid4()]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content
    asked = client.post(reverse("connections:ask", args=[ada.uid]))
    assert (asked.status_code, asked.content) == (404, nowhere.content)


def test_sharing_a_group_opens_a_profile_and_leaving_closes_it(client, ada, ben, grace):
    circle = group(grace)
    member(circle, ada)
    there = member(circle, ben)
    client.force_login(ben)
    assert client.get(profile(ada)).status_code == 200
    memberships.leave(there)
    assert client.get(profile(ada)).status_code == 404


def test_connection_opens_a_profile_once_it_is_accepted(client, ada, ben):
    connection = connections.ask(ada, other=ben)
    client.force_login(ben)
    assert client.get(profile(ada)).status_code == 404
    connections.accept(connection, by=ben)
    assert client.get(profile(ada)).status_code == 200
    connections.remove(connection, by=ben)
    assert client.get(profile(ada)).status_code == 404


def test_groups_in_common_name_no_other_group(client, ada, ben, grace):
    common = group(grace, "Common ground")
    for person in (ada, ben):
        member(common, person)
    member(group(grace, "Canary hidden", visibility=Group.Visibility.HIDDEN), ada)
    member(group(grace, "Canary private"), ada)
    client.force_login(ben)
    page = client.get(profile(ada)).content.decode()
    assert "Common ground" in page
    assert "Canary" not in page
    assert "You share one group" in page


def test_accomplishments_show_through_a_shared_place_alone(client, ada, ben, grace, finished):
    circle = group(grace)
    mine = member(circle, ada)
    member(circle, ben)
    client.force_login(ben)
    memberships.change_sharing(mine, sharing="named")
    finished("Reading Maps")
    assert Activity.objects.filter(actor=ada, kind="course").exists()
    assert "Reading Maps" in client.get(profile(ada)).content.decode()
    actions.private_everywhere(ada)
    page = client.get(profile(ada)).content.decode()
    assert "Reading Maps" not in page
    assert "Nothing to see here yet" in page


def test_connected_people_see_what_is_shared_with_connections(client, ada, ben, finished):
    connections.accept(connections.ask(ada, other=ben), by=ben)
    client.force_login(ben)
    actions.share(ada, sharing="named")
    finished("Reading Maps")
    assert "Reading Maps" in client.get(profile(ada)).content.decode()
    actions.share(ada, sharing="private")
    assert "Reading Maps" not in client.get(profile(ada)).content.decode()


def test_own_profile_shows_everything(client, ada, finished):
    finished("Reading Maps")
    client.force_login(ada)
    page = tight(client.get(profile(ada)))
    assert "Reading Maps" in page
    assert "Edit your profile" in page
    assert "Connect</button>" not in page


def test_suspended_person_has_no_profile(client, ada, ben, grace):
    circle = group(grace)
    member(circle, ada)
    member(circle, ben)
    ada.is_active = False
    ada.save()
    client.force_login(ben)
    assert client.get(profile(ada)).status_code == 404
    assert ada not in queries.visible_to(ben)


@pytest.mark.parametrize("count", [1, 3])
def test_profile_costs_the_same(client, ada, ben, grace, finished, django_assert_num_queries, count):
    for number in range(count):
        circle = group(grace, f"Group {number}")
        memberships.change_sharing(member(circle, ada), sharing="named")
        member(circle, ben)
    for number in range(count):
        finished(f"Course {number}")
    client.force_login(ben)
    with django_assert_num_queries(12):
        page = tight(client.get(profile(ada)))
    assert page.count('<span class="line-text"><a class="studied"') == count
