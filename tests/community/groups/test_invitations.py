"""Whom a link lets in, and for how long."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.groups import invitations, leadership, memberships, queries
from community.models import Group, Invitation, Membership, User
from tests.factories.groups import group, member


def test_invitation_holds_for_its_group_until_it_ends(ada, ben, grace):
    circle, other = group(grace), group(grace, "Other")
    invitation = invitations.invite(circle, by=grace)
    assert memberships.join(circle, user=ada, invitation=invitation).group == circle
    with pytest.raises(ValidationError):
        memberships.join(other, user=ben, invitation=invitation)
    invitations.revoke_invitation(invitation)
    with pytest.raises(ValidationError):
        memberships.join(circle, user=ben, invitation=Invitation.objects.get())
    late = invitations.invite(circle, by=grace, at=timezone.now() - timedelta(days=15))
    with pytest.raises(ValidationError):
        memberships.join(circle, user=ben, invitation=late)
    assert queries.standing_invitation(late.uid) is None


def _suspend(circle, maker, by):
    User.objects.filter(pk=maker.pk).update(is_active=False)


def _erase(circle, maker, by):
    User.objects.filter(pk=maker.pk).update(is_active=False, erased_at=timezone.now())


def _demote(circle, maker, by):
    leadership.promote(queries.membership(circle, maker), by=by, role=Membership.Role.MEMBER)


def _remove(circle, maker, by):
    memberships.remove(queries.membership(circle, maker), by=by)


def _leave(circle, maker, by):
    memberships.leave(queries.membership(circle, maker))


@pytest.mark.parametrize("end", [_remove, _demote, _leave, _suspend, _erase])
def test_an_invitation_stands_as_long_as_its_maker_may_invite(ada, ben, grace, mallory, end):
    circle = group(grace, visibility=Group.Visibility.HIDDEN)
    leadership.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    made, kept = invitations.invite(circle, by=ben), invitations.invite(circle, by=grace)

    end(circle, ben, grace)

    assert [each.pk for each in queries.standing_invitations(circle)] == [kept.pk]
    for user in (ada, ben, mallory, None):
        assert queries.standing_invitation(made.uid, user=user) is None
    with pytest.raises(ValidationError):
        memberships.join(circle, user=mallory, invitation=made)
    assert memberships.join(circle, user=ada, invitation=kept).user == ada


def test_a_link_that_ended_with_its_makers_role_does_not_come_back_with_it(ben, grace, mallory):
    circle = group(grace)
    there = member(circle, ben)
    leadership.promote(there, by=grace, role=Membership.Role.MANAGER)
    made = invitations.invite(circle, by=ben)
    leadership.promote(there, by=grace, role=Membership.Role.MEMBER)
    leadership.promote(there, by=grace, role=Membership.Role.MANAGER)
    assert queries.standing_invitation(made.uid, user=mallory) is None


def test_who_was_removed_is_let_in_by_no_link_made_before(ada, ben, grace):
    circle = group(grace)
    before = invitations.invite(circle, by=grace)
    memberships.remove(member(circle, ada), by=grace)
    memberships.leave(member(circle, ben))

    assert queries.standing_invitation(before.uid, user=ada) is None
    with pytest.raises(ValidationError):
        memberships.join(circle, user=ada, invitation=before)
    assert queries.membership(circle, ada) is None
    assert memberships.join(circle, user=ben, invitation=before).left is None  # he went by himself
    anew = invitations.invite(circle, by=grace)
    assert memberships.join(circle, user=ada, invitation=anew).left is None
