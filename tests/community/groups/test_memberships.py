"""What joining, leaving and choosing do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.groups import assignments, invitations, leadership, memberships, policies, queries, requests
from community.models import FeedEntry, Membership, Notification, Standing
from community.notifications import choices
from community.notifications.actions import read_all
from community.notifications.queries import unread_count
from courses.access.policies import may_learn
from tests.factories.feed import finish
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons
from tests.factories.talk import question, reply

NAMED, PRIVATE = Membership.Sharing.NAMED, Membership.Sharing.PRIVATE


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
    memberships.leave(first)
    second = member(circle, ada)
    assert second.pk != first.pk
    assert second.sharing == PRIVATE


def test_going_named_counts_from_now_or_by_choice_from_joining(ada, grace):
    circle, joined = group(grace), timezone.now() - timedelta(days=10)
    membership = member(circle, ada, at=joined)
    now = timezone.now()
    memberships.change_sharing(membership, sharing=NAMED, at=now)
    membership.refresh_from_db()
    assert (membership.sharing, membership.shared_since) == (NAMED, now)
    memberships.change_sharing(membership, sharing=NAMED)
    membership.refresh_from_db()
    assert membership.shared_since == now
    memberships.change_sharing(membership, sharing=NAMED, from_joining=True)
    membership.refresh_from_db()
    assert membership.shared_since == joined
    memberships.change_sharing(membership, sharing=PRIVATE)
    membership.refresh_from_db()
    assert (membership.sharing, membership.shared_since) == (PRIVATE, None)


def test_change_of_sharing_is_one_update(ada, grace, django_assert_num_queries):
    membership = member(group(grace), ada)
    with django_assert_num_queries(3):  # the update between savepoint and release
        memberships.change_sharing(membership, sharing=NAMED)


def test_joining_a_managed_group_agrees_to_its_notice(ada, grace):
    membership = member(group(grace, managed=True), ada)
    assert policies.agreed_to_management(queries.membership(membership.group, ada))


def test_who_joins_untold_is_asked_on_the_group_s_pages(ada, grace):
    untold = memberships.join(group(grace, managed=True), user=ada, told=False)
    assert not policies.agreed_to_management(untold)


@pytest.mark.usefixtures("switches_on")
def test_undoing_a_removal_leaves_everything_as_it_was(ada, ben, grace, mallory):
    circle, began = group(grace), timezone.now() - timedelta(days=10)
    outline = course_of_lessons(2)
    assignments.assign(circle, course_key=outline.course_key, by=grace)
    seat = member(circle, ada, at=began)
    memberships.change_sharing(seat, sharing=NAMED, from_joining=True)
    leadership.promote(seat, by=grace, role=Membership.Role.MANAGER)
    kept, ended = (invitations.invite(circle, by=ada) for _ in range(2))
    invitations.revoke_invitation(ended)
    member(circle, ben)
    choices.prefer(ben, verb="finished", on_site=True, by_mail=False)
    finish(ada, outline)
    read_all(ada)
    reply(question(circle, ada), grace)
    requests.ask_to_join(circle, user=mallory, sharing=PRIVATE)

    def told() -> list[tuple]:
        seats = Membership.objects.filter(user=ada).values_list(
            "pk", "role", "sharing", "shared_since", "managed_agreed", "joined", "left", "removed_by"
        )
        standing = Standing.objects.filter(membership=seat).order_by("period").values_list("period", "points", "things")
        entries = FeedEntry.objects.filter(membership=seat).order_by("key").values_list("key")
        links = queries.standing_invitations(circle).values_list("pk")
        unread = Notification.objects.filter(unread=True).order_by("pk").values_list("pk", "count", "timestamp")
        rights = [policies.may_read(ada, circle.place), may_learn(ada, outline.course_key)]
        return [*map(list, (seats, standing, entries, links, unread)), rights]

    before = told()
    assert all(before)
    assert (before[3], unread_count(ada), unread_count(ben)) == ([(kept.pk,)], 2, 1)
    memberships.remove(seat, by=grace)
    assert queries.membership(circle, ada) is None
    assert (unread_count(ada), unread_count(ben)) == (0, 0)

    assert memberships.put_back(seat, by=grace)
    assert told() == before
    assert policies.kept_out_until(ada, circle) is None
    assert not memberships.put_back(seat, by=grace)
    assert told() == before


def test_only_who_removed_puts_back_and_nobody_who_came_back_by_themselves(ada, ben, grace):
    circle = group(grace)
    leadership.promote(member(circle, ben), by=grace, role=Membership.Role.MANAGER)
    first = member(circle, ada)
    memberships.remove(first, by=grace)
    assert not memberships.put_back(first, by=ben)
    second = memberships.join(circle, user=ada, invitation=invitations.invite(circle, by=ben))
    assert not memberships.put_back(first, by=grace)
    memberships.leave(second)
    for seat in (first, second):
        assert not memberships.put_back(seat, by=grace)
    assert queries.membership(circle, ada) is None
