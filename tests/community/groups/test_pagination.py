"""Lists by name: every row once, whatever is added meanwhile."""

import uuid

import pytest
from django.urls import reverse

from community.groups.presenting import finding, roster
from community.models import Group
from courses import pagination
from courses.pagination import Spot
from tests.factories.groups import group, member
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("spot", [Spot(0, "évening", uuid.uuid4()), Spot(1, "", uuid.UUID(int=0))])
def test_a_word_says_again_where_a_page_ended(spot):
    assert pagination.read(pagination.write(spot)) == spot


@pytest.mark.parametrize("word", ["", None, "x", "é", "W10", "WzEsMiwzXQ", "bnVsbA", "e30", "=" * 9, "A" * 5000])
def test_what_is_none_of_ours_begins_again(word):
    assert pagination.read(word) is None


def test_a_group_founded_meanwhile_moves_no_page(grace, ada, monkeypatch):
    monkeypatch.setattr(finding, "PAGE", 2)
    for name in ("Birds", "cheese", "Cheese", "Dyes", "Hidden"):
        group(grace, name, visibility=Group.Visibility.HIDDEN if name == "Hidden" else Group.Visibility.PUBLIC)
    first = finding.others(ada)
    group(grace, "Apples", visibility=Group.Visibility.PUBLIC)
    second = finding.others(ada, after=first.next_url.removeprefix("?after="))
    assert [row["title"].lower() for row in first.rows + second.rows] == ["birds", "cheese", "cheese", "dyes"]
    assert second.next_url == ""


def test_members_stand_on_one_page_each_managers_first(grace, ada, ben, monkeypatch):
    monkeypatch.setattr(roster, "PAGE", 2)
    circle = group(grace)
    for user in (ada, ben, person("Zoe Last")):
        member(circle, user)
    first, following = roster.people(circle, ada, leads=False)
    second, end = roster.people(circle, ada, leads=False, after=following)
    assert [row.person.name for row in first + second] == ["Grace Tanaka", "Ada Nwosu", "Ben Okafor", "Zoe Last"]
    assert end == ""


def test_the_list_goes_on_without_ones_own_groups(client, grace, ada, monkeypatch, switches_on):
    monkeypatch.setattr(finding, "PAGE", 1)
    member(group(grace, "Mine"), ada)
    for name in ("Birds", "Cheese"):
        group(grace, name, visibility=Group.Visibility.PUBLIC)
    client.force_login(ada)
    page = client.get(reverse("groups:list"))
    assert b"Your groups" in page.content
    following = client.get(page.context["others"].next_url and reverse("groups:list") + page.context["others"].next_url)
    assert b"Cheese" in following.content
    assert b"Birds" not in following.content
    assert b"Your groups" not in following.content
