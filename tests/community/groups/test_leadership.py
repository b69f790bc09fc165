"""Somebody leads a group while anybody is there."""

import pytest

from community.groups import leadership, memberships, queries
from community.models import Group, Membership, Notification, User
from tests.factories.groups import group, member


def test_somebody_has_to_lead_while_others_are_there(ada, grace):
    circle = group(grace)
    membership, founder = member(circle, ada), queries.membership(circle, grace)
    with pytest.raises(leadership.LastManager):
        memberships.leave(founder)
    with pytest.raises(leadership.LastManager):
        leadership.promote(founder, by=grace, role=Membership.Role.MEMBER)
    leadership.promote(membership, by=grace, role=Membership.Role.MANAGER)
    memberships.leave(founder)
    memberships.leave(membership)
    assert queries.members(circle).count() == 0


def leaders(of: Group) -> set[User]:
    return set(queries.managers(of))


def close(user: User) -> list[Membership]:
    User.objects.filter(pk=user.pk).update(is_active=False)
    return leadership.keep_led_without(user)


@pytest.mark.parametrize("how", ["leave", "remove", "demote"])
def test_nobody_who_is_there_is_left_without_a_manager_closed_accounts_not_counted(ada, ben, grace, how):
    circle = group(grace)
    second, mine = member(circle, ben), member(circle, ada)
    leadership.promote(second, by=grace, role=Membership.Role.MANAGER)
    close(ben)
    first = queries.membership(circle, grace)
    act = {
        "leave": lambda: memberships.leave(first),
        "remove": lambda: memberships.remove(first, by=ben),
        "demote": lambda: leadership.promote(first, by=grace, role=Membership.Role.MEMBER),
    }[how]

    with pytest.raises(leadership.LastManager, match="Make another member its manager first"):
        act()
    memberships.leave(mine)
    if how != "demote":
        act()
        assert not queries.members(circle).exists()


def test_closing_the_only_managers_account_lets_the_longest_member_lead_who_is_told(ada, ben, grace, mallory):
    circle = group(grace)
    closed, first, _second = member(circle, mallory), member(circle, ben), member(circle, ada)
    close(closed.user)

    assert [heir.pk for heir in close(grace)] == [first.pk]
    assert leaders(circle) == {ben}
    assert list(Notification.objects.filter(verb="leads").values_list("recipient", flat=True)) == [ben.pk]
    assert close(ada) == []


def test_a_group_whose_people_come_back_one_by_one_is_led_by_who_comes_first(ada, grace):
    circle = group(grace)
    member(circle, ada)
    User.objects.filter(pk__in=[ada.pk, grace.pk]).update(is_active=False)
    assert leadership.keep_led_without(grace) == []
    User.objects.filter(pk=ada.pk).update(is_active=True)

    assert [heir.user for heir in leadership.keep_led_without(ada)] == [ada]
    assert leaders(circle) == {ada}


def test_who_joins_a_group_that_everybody_left_leads_it(ada, ben, grace):
    circle = group(grace, visibility=Group.Visibility.PUBLIC)
    memberships.leave(queries.membership(circle, grace))
    member(circle, ada)
    member(circle, ben)

    assert leaders(circle) == {ada}
