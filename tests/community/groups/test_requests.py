"""Asking to join, and what the managers hear and decide."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.groups import actions, invitations, leadership, memberships, policies, queries, requests
from community.models import Membership, Notification
from community.notifications.actions import read_all
from community.notifications.queries import tray, unread_count
from tests.factories.groups import group, member

NAMED, PRIVATE = Membership.Sharing.NAMED, Membership.Sharing.PRIVATE


def test_first_decision_on_a_request_stands(ada, grace):
    circle = group(grace)
    request = requests.ask_to_join(circle, user=ada, sharing=NAMED)
    assert requests.ask_to_join(circle, user=ada, sharing=PRIVATE).pk == request.pk
    assert requests.decide(request, by=grace, accept=False) is None
    assert requests.decide(request, by=grace, accept=True) is None
    assert queries.membership(circle, ada) is None


def test_accepted_request_joins_with_the_choice_it_carries(ada, grace):
    circle = group(grace)
    request = requests.ask_to_join(circle, user=ada, sharing=NAMED)
    membership = requests.decide(request, by=grace, accept=True)
    assert (membership.user, membership.sharing) == (ada, NAMED)


def test_who_asked_before_the_group_was_managed_is_asked_again(ada, ben, grace):
    circle = group(grace)
    early = requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
    actions.edit(circle, by=grace, managed=True)
    circle.refresh_from_db()
    late = requests.ask_to_join(circle, user=ben, sharing=PRIVATE)
    for request in (early, late):
        request.refresh_from_db()
        requests.decide(request, by=grace, accept=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    assert policies.agreed_to_management(queries.membership(circle, ben))


@pytest.mark.usefixtures("switches_on")
def test_asking_to_join_after_a_no_waits_and_asking_again_is_told_once(grace, ada, ben):
    circle = group(grace)
    for _ in range(3):
        request = requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
        requests.take_back_request(request)
        assert not Notification.objects.filter(unread=True).exists()
    request = requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert Notification.objects.get(recipient=grace).count == 1
    requests.decide(request, by=grace, accept=False)

    with pytest.raises(ValidationError, match="You can ask again from"):
        requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert requests.ask_to_join(circle, user=ben, sharing=PRIVATE).user == ben
    later = timezone.now() + timedelta(days=31)
    assert requests.ask_to_join(circle, user=ada, sharing=PRIVATE, at=later).user == ada


@pytest.mark.usefixtures("switches_on")
def test_managers_hear_once_of_what_is_asked_taken_back_and_asked_again(grace, ada, ben):
    """What a manager read keeps the next quiet for them, and for nobody else."""
    circle = group(grace)
    leadership.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    read_all(ben)
    first = requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
    read_all(grace)
    requests.take_back_request(first)
    assert (unread_count(grace), unread_count(ben)) == (0, 0)

    second = requests.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert (unread_count(grace), unread_count(ben)) == (0, 1)
    (card,) = [card for card in tray(ben) if card.act_url]
    assert str(second.uid) in card.act_url


@pytest.mark.usefixtures("switches_on")
def test_who_was_let_in_and_left_is_heard_when_they_ask_again(grace, ada):
    circle = group(grace)
    requests.decide(requests.ask_to_join(circle, user=ada, sharing=PRIVATE), by=grace, accept=True)
    read_all(grace)
    memberships.leave(circle.memberships.get(user=ada))
    requests.ask_to_join(circle, user=ada, sharing=PRIVATE)

    assert unread_count(grace) == 1
    assert [str(card.text) for card in tray(grace)] == ["<b>Ada Nwosu</b> would like to join <b>Evening Statistics</b>"]


@pytest.mark.usefixtures("switches_on")
def test_whoever_asks_no_more_is_named_no_more(grace, ada, ben):
    circle = group(grace)
    for user in (ben, ada):
        requests.ask_to_join(circle, user=user, sharing=PRIVATE)
    memberships.join(circle, user=ada, invitation=invitations.invite(circle, by=grace))

    assert [str(card.text) for card in tray(grace)] == [
        "<b>Ben Okafor</b> would like to join <b>Evening Statistics</b>"
    ]
