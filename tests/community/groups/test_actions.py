"""What joining, leaving and choosing do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.groups import actions, policies, queries
from community.models import Group, Invitation, Membership, Notification, Standing, User
from community.notifications.actions import read_all
from community.notifications.queries import tray, unread_count
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

NAMED, PRIVATE = Membership.Sharing.NAMED, Membership.Sharing.PRIVATE


def test_founder_is_the_first_manager_and_private(grace):
    made = group(grace, "Ward 7")
    founder = queries.membership(made, grace)
    assert (founder.role, founder.sharing, founder.shared_since) == (Membership.Role.MANAGER, PRIVATE, None)
    assert made.slug == "ward-7"
    assert policies.may_manage(grace, made)


def test_joining_twice_is_one_membership_whose_choice_stays(ada, grace):
    circle = group(grace)
    first = member(circle, ada, sharing=NAMED)
    again = member(circle, ada, sharing=PRIVATE)
    assert again.pk == first.pk
    assert queries.membership(circle, ada).sharing == NAMED
    assert queries.members(circle).count() == 2


def test_rejoining_is_a_new_membership(ada, grace):
    circle = group(grace)
    first = member(circle, ada, sharing=NAMED)
    actions.leave(first)
    second = member(circle, ada)
    assert second.pk != first.pk
    assert second.sharing == PRIVATE


def test_going_named_counts_from_now_or_by_choice_from_joining(ada, grace):
    circle, joined = group(grace), timezone.now() - timedelta(days=10)
    membership = member(circle, ada, at=joined)
    now = timezone.now()
    actions.change_sharing(membership, sharing=NAMED, at=now)
    membership.refresh_from_db()
    assert (membership.sharing, membership.shared_since) == (NAMED, now)
    actions.change_sharing(membership, sharing=NAMED)
    membership.refresh_from_db()
    assert membership.shared_since == now
    actions.change_sharing(membership, sharing=NAMED, from_joining=True)
    membership.refresh_from_db()
    assert membership.shared_since == joined
    actions.change_sharing(membership, sharing=PRIVATE)
    membership.refresh_from_db()
    assert (membership.sharing, membership.shared_since) == (PRIVATE, None)


def test_change_of_sharing_is_one_update(ada, grace, django_assert_num_queries):
    membership = member(group(grace), ada)
    with django_assert_num_queries(3):  # the update between savepoint and release
        actions.change_sharing(membership, sharing=NAMED)


def test_invitation_holds_for_its_group_until_it_ends(ada, ben, grace):
    circle, other = group(grace), group(grace, "Other")
    invitation = actions.invite(circle, by=grace)
    assert actions.join(circle, user=ada, invitation=invitation).group == circle
    with pytest.raises(ValidationError):
        actions.join(other, user=ben, invitation=invitation)
    actions.revoke_invitation(invitation)
    with pytest.raises(ValidationError):
        actions.join(circle, user=ben, invitation=Invitation.objects.get())
    late = actions.invite(circle, by=grace, at=timezone.now() - timedelta(days=15))
    with pytest.raises(ValidationError):
        actions.join(circle, user=ben, invitation=late)
    assert queries.standing_invitation(late.uid) is None


def test_first_decision_on_a_request_stands(ada, grace):
    circle = group(grace)
    request = actions.ask_to_join(circle, user=ada, sharing=NAMED)
    assert actions.ask_to_join(circle, user=ada, sharing=PRIVATE).pk == request.pk
    assert actions.decide(request, by=grace, accept=False) is None
    assert actions.decide(request, by=grace, accept=True) is None
    assert queries.membership(circle, ada) is None


def test_accepted_request_joins_with_the_choice_it_carries(ada, grace):
    circle = group(grace)
    request = actions.ask_to_join(circle, user=ada, sharing=NAMED)
    membership = actions.decide(request, by=grace, accept=True)
    assert (membership.user, membership.sharing) == (ada, NAMED)


def test_somebody_has_to_lead_while_others_are_there(ada, grace):
    circle = group(grace)
    membership, founder = member(circle, ada), queries.membership(circle, grace)
    with pytest.raises(actions.LastManager):
        actions.leave(founder)
    with pytest.raises(actions.LastManager):
        actions.promote(founder, by=grace, role=Membership.Role.MEMBER)
    actions.promote(membership, by=grace, role=Membership.Role.MANAGER)
    actions.leave(founder)
    actions.leave(membership)
    assert queries.members(circle).count() == 0


def test_group_becoming_managed_asks_each_member_again(ada, grace):
    circle = group(grace)
    member(circle, ada)
    before = timezone.now()
    edit(circle, by=grace, managed=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    actions.agree_to_management(queries.membership(circle, ada))
    assert policies.agreed_to_management(queries.membership(circle, ada))
    edit(circle, by=grace, managed=False)
    edit(circle, by=grace, managed=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    assert queries.membership(circle, ada).managed_agreed > before


def test_joining_a_managed_group_agrees_to_its_notice(ada, grace):
    membership = member(group(grace, managed=True), ada)
    assert policies.agreed_to_management(queries.membership(membership.group, ada))


def test_child_is_never_easier_to_find_than_its_parent(grace):
    parent = group(grace, visibility=Group.Visibility.PRIVATE)
    with pytest.raises(ValidationError):
        actions.create(grace, name="Child", purpose="", visibility=Group.Visibility.PUBLIC, parent=parent)
    actions.create(grace, name="Child", purpose="", visibility=Group.Visibility.PRIVATE, parent=parent)
    with pytest.raises(ValidationError):
        edit(parent, by=grace, visibility=Group.Visibility.HIDDEN)


def test_groups_lie_at_most_four_deep(grace):
    parent = None
    for level in range(4):
        parent = actions.create(grace, name=f"Level {level}", purpose="", visibility="public", parent=parent)
    with pytest.raises(ValidationError):
        actions.create(grace, name="Fifth", purpose="", visibility="public", parent=parent)


def edit(circle, *, by, **changes):
    fields = {
        "name": circle.name,
        "purpose": circle.purpose,
        "visibility": circle.visibility,
        "managed": bool(circle.managed_since),
        "time_zone": circle.time_zone,
    }
    edited = actions.edit(circle, by=by, **{**fields, **changes})
    circle.refresh_from_db()
    return edited


def test_who_asked_before_the_group_was_managed_is_asked_again(ada, ben, grace):
    circle = group(grace)
    early = actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
    edit(circle, by=grace, managed=True)
    late = actions.ask_to_join(circle, user=ben, sharing=PRIVATE)
    for request in (early, late):
        request.refresh_from_db()
        actions.decide(request, by=grace, accept=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    assert policies.agreed_to_management(queries.membership(circle, ben))


def test_who_joins_untold_is_asked_on_the_group_s_pages(ada, grace):
    untold = actions.join(group(grace, managed=True), user=ada, told=False)
    assert not policies.agreed_to_management(untold)


def test_a_new_zone_moves_the_weeks_of_everyone_even_of_who_is_suspended(ada, grace, switches_on):
    began = datetime(2026, 2, 1, tzinfo=UTC)
    circle = group(grace, at=began)
    membership = member(circle, ada, at=began)
    read(ada, course_of_lessons(), at=datetime(2026, 2, 15, 20, tzinfo=UTC))
    User.objects.filter(pk=ada.pk).update(is_active=False)
    words = {"name": circle.name, "purpose": circle.purpose, "visibility": circle.visibility, "managed": False}
    actions.edit(circle, by=grace, **words, time_zone="Pacific/Auckland")
    standing = Standing.objects.filter(membership=membership)
    assert set(standing.values_list("period", flat=True)) == {"all", "2026-W08"}


def _suspend(circle, maker, by):
    User.objects.filter(pk=maker.pk).update(is_active=False)


def _erase(circle, maker, by):
    User.objects.filter(pk=maker.pk).update(is_active=False, erased_at=timezone.now())


def _demote(circle, maker, by):
    actions.promote(queries.membership(circle, maker), by=by, role=Membership.Role.MEMBER)


def _remove(circle, maker, by):
    actions.remove(queries.membership(circle, maker), by=by)


def _leave(circle, maker, by):
    actions.leave(queries.membership(circle, maker))


@pytest.mark.parametrize("end", [_remove, _demote, _leave, _suspend, _erase])
def test_an_invitation_stands_as_long_as_its_maker_may_invite(ada, ben, grace, mallory, end):
    circle = group(grace, visibility=Group.Visibility.HIDDEN)
    actions.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    made, kept = actions.invite(circle, by=ben), actions.invite(circle, by=grace)

    end(circle, ben, grace)

    assert [each.pk for each in queries.standing_invitations(circle)] == [kept.pk]
    for user in (ada, ben, mallory, None):
        assert queries.standing_invitation(made.uid, user=user) is None
    with pytest.raises(ValidationError):
        actions.join(circle, user=mallory, invitation=made)
    assert actions.join(circle, user=ada, invitation=kept).user == ada


def test_a_link_that_ended_with_its_makers_role_does_not_come_back_with_it(ben, grace, mallory):
    circle = group(grace)
    there = member(circle, ben)
    actions.promote(there, by=grace, role=Membership.Role.MANAGER)
    made = actions.invite(circle, by=ben)
    actions.promote(there, by=grace, role=Membership.Role.MEMBER)
    actions.promote(there, by=grace, role=Membership.Role.MANAGER)
    assert queries.standing_invitation(made.uid, user=mallory) is None


def test_who_was_removed_is_let_in_by_no_link_made_before(ada, ben, grace):
    circle = group(grace)
    before = actions.invite(circle, by=grace)
    actions.remove(member(circle, ada), by=grace)
    actions.leave(member(circle, ben))

    assert queries.standing_invitation(before.uid, user=ada) is None
    with pytest.raises(ValidationError):
        actions.join(circle, user=ada, invitation=before)
    assert queries.membership(circle, ada) is None
    assert actions.join(circle, user=ben, invitation=before).left is None  # he went by himself
    anew = actions.invite(circle, by=grace)
    assert actions.join(circle, user=ada, invitation=anew).left is None


def leaders(of: Group) -> set[User]:
    return set(queries.managers(of))


def close(user: User) -> list[Membership]:
    User.objects.filter(pk=user.pk).update(is_active=False)
    return actions.keep_led_without(user)


@pytest.mark.parametrize("how", ["leave", "remove", "demote"])
def test_nobody_who_is_there_is_left_without_a_manager_closed_accounts_not_counted(ada, ben, grace, how):
    circle = group(grace)
    second, mine = member(circle, ben), member(circle, ada)
    actions.promote(second, by=grace, role=Membership.Role.MANAGER)
    close(ben)
    first = queries.membership(circle, grace)
    act = {
        "leave": lambda: actions.leave(first),
        "remove": lambda: actions.remove(first, by=ben),
        "demote": lambda: actions.promote(first, by=grace, role=Membership.Role.MEMBER),
    }[how]

    with pytest.raises(actions.LastManager, match="Make another member its manager first"):
        act()
    actions.leave(mine)
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
    assert actions.keep_led_without(grace) == []
    User.objects.filter(pk=ada.pk).update(is_active=True)

    assert [heir.user for heir in actions.keep_led_without(ada)] == [ada]
    assert leaders(circle) == {ada}


def test_who_joins_a_group_that_everybody_left_leads_it(ada, ben, grace):
    circle = group(grace, visibility=Group.Visibility.PUBLIC)
    actions.leave(queries.membership(circle, grace))
    member(circle, ada)
    member(circle, ben)

    assert leaders(circle) == {ada}


def test_founding_tells_nobody_that_they_lead(grace):
    group(grace)
    assert not Notification.objects.exists()


@pytest.mark.usefixtures("switches_on")
def test_asking_to_join_after_a_no_waits_and_asking_again_is_told_once(grace, ada, ben):
    circle = group(grace)
    for _ in range(3):
        request = actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
        actions.take_back_request(request)
        assert not Notification.objects.filter(unread=True).exists()
    request = actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert Notification.objects.get(recipient=grace).count == 1
    actions.decide(request, by=grace, accept=False)

    with pytest.raises(ValidationError, match="You can ask again from"):
        actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert actions.ask_to_join(circle, user=ben, sharing=PRIVATE).user == ben
    later = timezone.now() + timedelta(days=31)
    assert actions.ask_to_join(circle, user=ada, sharing=PRIVATE, at=later).user == ada


@pytest.mark.usefixtures("switches_on")
def test_managers_hear_once_of_what_is_asked_taken_back_and_asked_again(grace, ada, ben):
    """What a manager read keeps the next quiet for them, and for nobody else."""
    circle = group(grace)
    actions.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    read_all(ben)
    first = actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
    read_all(grace)
    actions.take_back_request(first)
    assert (unread_count(grace), unread_count(ben)) == (0, 0)

    second = actions.ask_to_join(circle, user=ada, sharing=PRIVATE)
    assert (unread_count(grace), unread_count(ben)) == (0, 1)
    (card,) = [card for card in tray(ben) if card.act_url]
    assert str(second.uid) in card.act_url


@pytest.mark.usefixtures("switches_on")
def test_who_was_let_in_and_left_is_heard_when_they_ask_again(grace, ada):
    circle = group(grace)
    actions.decide(actions.ask_to_join(circle, user=ada, sharing=PRIVATE), by=grace, accept=True)
    read_all(grace)
    actions.leave(circle.memberships.get(user=ada))
    actions.ask_to_join(circle, user=ada, sharing=PRIVATE)

    assert unread_count(grace) == 1
    assert [str(card.text) for card in tray(grace)] == ["<b>Ada Nwosu</b> would like to join <b>Evening Statistics</b>"]


@pytest.mark.usefixtures("switches_on")
def test_whoever_asks_no_more_is_named_no_more(grace, ada, ben):
    circle = group(grace)
    for user in (ben, ada):
        actions.ask_to_join(circle, user=user, sharing=PRIVATE)
    actions.join(circle, user=ada, invitation=actions.invite(circle, by=grace))

    assert [str(card.text) for card in tray(grace)] == [
        "<b>Ben Okafor</b> would like to join <b>Evening Statistics</b>"
    ]
