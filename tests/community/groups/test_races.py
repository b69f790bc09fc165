"""Two requests at once: the database decides, and one of each stands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.urls import reverse

from community.connections import actions as connections
from community.groups import actions, assignments, invitations, leadership, locks, memberships, queries, requests
from community.models import Connection, JoinRequest, Membership, Standing
from courses.models import Enrolment, Grant
from courses.records import locks as learners
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.people import person
from tests.factories.races import at_once, meanwhile, waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two():
    return person("Ada Nwosu"), person("Grace Tanaka")


def test_joining_twice_at_once_makes_one_member_and_one_grant(two):
    ada, grace = two
    circle = group(grace)
    assignments.assign(circle, course_key=course_of_lessons().course_key, by=grace)
    assert at_once(*[lambda: memberships.join(circle, user=ada)] * 3) == [None] * 3
    assert Membership.objects.filter(user=ada).count() == 1
    assert Enrolment.objects.filter(learner=ada).count() == 1
    assert Grant.objects.filter(enrolment__learner=ada).count() == 1


def test_asking_twice_at_once_is_one_request(two):
    ada, grace = two
    circle = group(grace)
    assert at_once(*[lambda: requests.ask_to_join(circle, user=ada, sharing="private")] * 3) == [None] * 3
    assert JoinRequest.objects.count() == 1


def test_the_last_two_managers_do_not_both_leave(two):
    ada, grace = two
    circle = group(grace)
    leadership.promote(member(circle, ada), by=grace, role=Membership.Role.MANAGER)
    member(circle, person("Ben Okafor"))
    leaving = [queries.membership(circle, ada), queries.membership(circle, grace)]
    errors = at_once(*[lambda each=each: memberships.leave(each) for each in leaving])
    assert sorted(type(error).__name__ for error in errors) == ["LastManager", "NoneType"]
    assert queries.managers(circle).count() == 1


def test_asking_each_other_at_once_connects_the_two(two):
    ada, grace = two
    asking = [lambda: connections.ask(ada, other=grace), lambda: connections.ask(grace, other=ada)]
    assert at_once(*asking) == [None, None]
    assert Connection.objects.count() == 1
    assert Connection.objects.get().accepted_at is not None


@pytest.mark.postgres
def test_a_course_assigned_while_someone_joins_reaches_them(two):
    ada, grace = two
    circle, course = group(grace), course_of_lessons().course_key
    with meanwhile(lambda: assignments.assign(circle, course_key=course, by=grace)):
        memberships.join(circle, user=ada)
    assert Grant.objects.filter(enrolment__learner=ada, revoked=None).count() == 1


@pytest.mark.postgres
def test_a_course_ended_while_someone_joins_is_taken_back_from_them(two):
    ada, grace = two
    circle, course = group(grace), course_of_lessons().course_key
    assignments.assign(circle, course_key=course, by=grace)
    with meanwhile(lambda: assignments.end(circle, course_key=course, by=grace)):
        memberships.join(circle, user=ada)
    assert not Grant.objects.filter(revoked=None).exists()


@pytest.mark.postgres
@pytest.mark.parametrize("act", ["leave", "edit"])
def test_a_drain_and_a_change_of_the_group_do_not_wait_for_each_other_for_ever(two, act):
    """The drain holds the learner and refers to the group; the other holds the group and wants the learner."""
    ada, grace = two
    circle = group(grace)
    membership = member(circle, ada)
    changes = {
        "leave": lambda: memberships.leave(membership),
        "edit": lambda: actions.edit(
            circle,
            by=grace,
            name="Evening Statistics",
            purpose="",
            visibility=circle.visibility,
            managed=False,
            time_zone="Asia/Tokyo",
        ),
    }
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            learners.hold([ada.pk])
            changing = waiting(pool, changes[act])
            Standing.objects.create(membership=membership, group=circle, period="all", points=1, things=1)
        assert changing.result() == [None]


@pytest.mark.postgres
def test_asking_someone_twice_at_once_is_one_question(two):
    ada, grace = two
    with meanwhile(lambda: connections.ask(ada, other=grace)):
        connections.ask(ada, other=grace)
    assert Connection.objects.get().accepted_at is None


def answers(client, url: str, **fields: str) -> Callable[[], object]:
    """Return what posts and is glad of any answer but an error."""
    return lambda: client.post(url, fields)


def test_an_invitation_revoked_while_one_follows_it_has_ended(two, client, switches_on):
    ada, grace = two
    circle = group(grace)
    invitation = invitations.invite(circle, by=grace)
    client.force_login(ada)
    with meanwhile(answers(client, reverse("groups:invitation", args=[invitation.uid]), sharing="private")):
        locks.hold(circle.pk)
        invitations.revoke_invitation(invitation)
    assert queries.membership(circle, ada) is None


def test_the_manager_who_becomes_the_last_one_while_they_are_removed_stays(two, client, switches_on):
    ada, grace = two
    circle = group(grace)
    seat = member(circle, ada)
    leadership.promote(seat, by=grace, role=Membership.Role.MANAGER)
    client.force_login(ada)
    last = queries.membership(circle, grace)
    with meanwhile(answers(client, reverse("groups:removal", args=[circle.uid, last.uid]))):
        leadership.promote(seat, by=grace, role=Membership.Role.MEMBER)
    assert list(queries.managers(circle)) == [grace]


def test_putting_back_twice_and_following_an_invitation_at_once_makes_one_member(two):
    ada, grace = two
    circle = group(grace)
    seat = member(circle, ada)
    memberships.remove(seat, by=grace)
    invitation = invitations.invite(circle, by=grace)
    seats = [queries.last_membership(circle, ada) for _ in range(2)]
    acts = [lambda each=each: memberships.put_back(each, by=grace) for each in seats]
    assert at_once(*acts, lambda: memberships.join(circle, user=ada, invitation=invitation)) == [None] * 3
    assert Membership.objects.filter(user=ada, left=None).count() == 1
