"""What joining, leaving and choosing do."""

from datetime import timedelta

from django.utils import timezone

from community.groups import memberships, policies, queries
from community.models import Membership
from tests.factories.groups import group, member

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
