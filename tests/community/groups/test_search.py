"""What of people and groups is found, and by whom."""

import pytest

from community.groups import actions, memberships
from community.models import Group
from community.people import actions as people
from search import indexing, queries
from tests.factories.groups import group, member
from tests.factories.search import index_everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def found(user, text: str) -> dict[str, list[str]]:
    index_everything()
    return {kind.kind: [hit.uid for hit in kind.hits] for kind in queries.find(text, user=user).kinds if kind.hits}


def test_public_and_private_groups_are_found_by_who_is_signed_in(ada, mallory):
    from django.contrib.auth.models import AnonymousUser  # the visitor

    public = group(ada, "Basalt Readers", visibility=Group.Visibility.PUBLIC)
    private = group(ada, "Basalt Writers", visibility=Group.Visibility.PRIVATE)
    assert set(found(mallory, "basalt")["group"]) == {public.uid, private.uid}
    assert found(AnonymousUser(), "basalt") == {}


def test_hidden_group_is_found_by_its_members_alone(ada, ben, mallory):
    hidden = group(ada, "Basalt Secrets", visibility=Group.Visibility.HIDDEN)
    there = member(hidden, ben)
    assert found(ben, "basalt") == {"group": [hidden.uid]}
    assert found(mallory, "basalt") == {}
    memberships.leave(there)
    assert found(ben, "basalt") == {}


def test_hiding_a_group_hides_it_from_search(ada, mallory):
    made = group(ada, "Basalt Readers", visibility=Group.Visibility.PUBLIC)
    assert found(mallory, "basalt") == {"group": [made.uid]}
    fields = {"name": made.name, "purpose": "", "managed": False, "time_zone": made.time_zone}
    actions.edit(made, by=ada, visibility=Group.Visibility.HIDDEN, **fields)
    assert found(mallory, "basalt") == {}


def test_people_are_found_in_common_groups_alone(ada, ben, grace, mallory):
    circle = group(grace)
    member(circle, ada)
    there = member(circle, ben)
    assert found(ben, "nwosu") == {"person": [ada.uid]}
    assert found(mallory, "nwosu") == {}
    memberships.leave(there)
    assert found(ben, "nwosu") == {}


def test_changed_name_is_found_and_the_old_one_is_not(ada, ben, grace):
    circle = group(grace)
    member(circle, ada)
    member(circle, ben)
    ada.display_name = "Adaeze Okonkwo"
    people.describe(ada)
    assert found(ben, "okonkwo") == {"person": [ada.uid]}
    assert found(ben, "nwosu") == {}


def test_nothing_is_left_to_derive_again(ada, ben, grace):
    member(group(grace), ada)
    member(group(grace, "Other", visibility=Group.Visibility.HIDDEN), ben)
    index_everything()
    assert list(indexing.differences()) == []
