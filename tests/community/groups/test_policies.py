"""Who may know of a group, read a place, write there, lead it."""

from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from community.connections import actions as connections
from community.groups import memberships, policies, queries
from community.models import Group
from community.people.actions import share
from courses.access.actions import grant
from tests.factories import catalog
from tests.factories.groups import group, member

VISIBILITIES = [Group.Visibility.PUBLIC, Group.Visibility.PRIVATE, Group.Visibility.HIDDEN]


@pytest.mark.parametrize("visibility, outsider_sees", [("public", True), ("private", True), ("hidden", False)])
def test_hidden_group_exists_for_its_members_alone(ada, grace, mallory, visibility, outsider_sees):
    circle = group(grace, visibility=visibility)
    member(circle, ada)
    assert policies.may_see(ada, circle)
    assert policies.may_see(mallory, circle) is outsider_sees
    assert not policies.may_see(AnonymousUser(), circle)
    assert queries.visible_to(ada).contains(circle)
    assert queries.visible_to(mallory).contains(circle) is outsider_sees
    assert not queries.visible_to(AnonymousUser()).contains(circle)


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_only_members_read_and_write_in_a_group(ada, grace, mallory, admin, visibility):
    circle = group(grace, visibility=visibility)
    membership = member(circle, ada)
    for outsider in (mallory, admin, AnonymousUser()):
        assert not policies.may_read(outsider, circle.place)
        assert not policies.may_post(outsider, circle.place)
        assert not policies.may_manage(outsider, circle)
    assert policies.may_read(ada, circle.place)
    assert policies.may_post(ada, circle.place)
    assert not policies.may_manage(ada, circle)
    memberships.leave(membership)
    assert not policies.may_read(ada, circle.place)
    assert policies.readable_places(ada, kinds=["group"]) == set()


def test_only_public_groups_are_joined_freely_and_private_ones_asked(mallory, grace):
    public, private, hidden = (group(grace, visibility=each) for each in VISIBILITIES)
    assert [policies.may_join(mallory, each) for each in (public, private, hidden)] == [True, False, False]
    assert [policies.may_ask(mallory, each) for each in (public, private, hidden)] == [False, True, False]


def test_course_is_read_by_who_learns_it(ada, mallory):
    key = uuid4()
    grant(ada, key, source="open")
    assert policies.may_read(ada, f"course:{key}")
    assert policies.may_post(ada, f"course:{key}")
    assert not policies.may_read(mallory, f"course:{key}")
    assert f"course:{key}" in policies.readable_places(ada)
    assert f"course:{key}" not in policies.readable_places(mallory)


def test_person_is_read_by_connections_they_share_with(ada, ben, mallory):
    place = f"person:{ada.uid}"
    connections.accept(connections.ask(ben, other=ada), by=ada)
    assert policies.may_read(ada, place)
    assert not policies.may_read(ben, place)
    share(ada, sharing="named")
    assert policies.may_read(ben, place)
    assert not policies.may_read(mallory, place)
    assert not policies.may_post(ben, place)
    assert policies.readable_places(ben) == {place, f"person:{ben.uid}"}


@pytest.mark.parametrize("place", ["", "group:", "group:x", "planet:1", f"topic:{UUID(int=7)}", f"group:{UUID(int=7)}"])
def test_what_is_no_place_is_read_by_nobody(ada, place):
    assert not policies.may_read(ada, place)


def test_suspended_person_reads_nothing(ada, grace):
    circle = group(grace)
    member(circle, ada)
    ada.is_active = False
    assert not policies.may_read(ada, circle.place)
    assert policies.readable_places(ada) == set()


def test_closed_course_is_given_away_by_who_teaches_it_and_no_other(ada, ivan):
    opened = catalog.published_course("Open to all")
    closed = catalog.published_course("Closed", by=catalog.teach(ivan), open_enrolment=False)
    catalog.draft_course("Not yet")

    assert policies.assignable(ada) == [(opened.translation_key, "Open to all")]
    assert {key for key, _title in policies.assignable(ivan)} == {opened.translation_key, closed.translation_key}


@pytest.mark.parametrize("others", [1, 3])
def test_places_cost_the_same_at_one_and_three(ada, grace, django_assert_num_queries, others):
    for n in range(others):
        member(group(grace, f"Group {n}"), ada)
    with django_assert_num_queries(4):
        assert len(policies.readable_places(ada)) == others + 1
