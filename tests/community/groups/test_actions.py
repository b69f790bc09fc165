"""What founding and changing a group does."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from community.groups import actions, memberships, policies, queries
from community.models import Group, Membership, Notification, Standing, User
from tests.factories.feed import read
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons

PRIVATE = Membership.Sharing.PRIVATE


def test_founder_is_the_first_manager_and_private(grace):
    made = group(grace, "Ward 7")
    founder = queries.membership(made, grace)
    assert (founder.role, founder.sharing, founder.shared_since) == (Membership.Role.MANAGER, PRIVATE, None)
    assert made.slug == "ward-7"
    assert policies.may_manage(grace, made)


def test_founding_tells_nobody_that_they_lead(grace):
    group(grace)
    assert not Notification.objects.exists()


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


def test_group_becoming_managed_asks_each_member_again(ada, grace):
    circle = group(grace)
    member(circle, ada)
    before = timezone.now()
    edit(circle, by=grace, managed=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    memberships.agree_to_management(queries.membership(circle, ada))
    assert policies.agreed_to_management(queries.membership(circle, ada))
    edit(circle, by=grace, managed=False)
    edit(circle, by=grace, managed=True)
    assert not policies.agreed_to_management(queries.membership(circle, ada))
    assert queries.membership(circle, ada).managed_agreed > before


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
