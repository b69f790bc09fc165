"""The list of courses: by title, page after page, whatever is published meanwhile."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.access import actions as access
from courses.catalog import views
from tests.factories import catalog

pytestmark = pytest.mark.django_db


def pages() -> list[list[str]]:
    """Return the titles on each page, going on as the page itself says."""
    shown, url = [], ""
    while True:
        answer = Client().get(reverse("catalog:list") + url)
        shown.append([card.title for card in answer.context["cards"]])
        url = answer.context["next_url"]
        if not url:
            return shown


def test_courses_follow_each_other_by_title_each_once(monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for title in ("Dyes", "birds", "Apples", "Cheese", "Cheese"):
        catalog.published_course(title, lessons=1, assessment=False)

    assert pages() == [["Apples", "birds"], ["Cheese", "Cheese"], ["Dyes"]]


def test_a_course_published_meanwhile_moves_no_page(monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for title in ("Birds", "Cheese", "Dyes"):
        catalog.published_course(title, lessons=1, assessment=False)
    first = Client().get(reverse("catalog:list"))
    catalog.published_course("Apples", lessons=1, assessment=False)
    second = Client().get(reverse("catalog:list") + first.context["next_url"])

    assert [card.title for card in second.context["cards"]] == ["Dyes"]
    assert second.context["next_url"] == ""
    assert second.context["count"] == 4


def test_a_search_goes_on_as_it_began(monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    for title in ("Birds at sea", "Dyes", "Birds of the wood"):
        catalog.published_course(title, lessons=1, assessment=False)
    first = Client().get(reverse("catalog:list"), {"q": "birds"})
    second = Client().get(reverse("catalog:list") + first.context["next_url"])

    assert [card.title for card in first.context["cards"]] == ["Birds at sea"]
    assert [card.title for card in second.context["cards"]] == ["Birds of the wood"]
    assert (second.context["words"], second.context["count"], second.context["next_url"]) == ("birds", 2, "")


def test_the_list_goes_on_without_ones_own_courses(ada, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    course = catalog.published_course("Birds", lessons=1, assessment=False)
    for title in ("Apples", "Cheese"):
        catalog.published_course(title, lessons=1, assessment=False)
    access.grant(ada, course.translation_key, source="open")
    client = Client()
    client.force_login(ada)
    first = client.get(reverse("catalog:list"))
    second = client.get(reverse("catalog:list") + first.context["next_url"])

    assert [card.title for card in first.context["mine"]] == ["Birds"]
    assert second.context["mine"] == []


@pytest.mark.parametrize("word", ["x", "é", "W10", "2", "A" * 5000])
def test_a_word_that_is_none_of_ours_shows_the_first_page(word):
    catalog.published_course("Birds", lessons=1, assessment=False)

    answer = Client().get(reverse("catalog:list"), {"after": word})

    assert [card.title for card in answer.context["cards"]] == ["Birds"]


@pytest.mark.parametrize("many", [1, 3])
def test_a_visitors_list_costs_the_same_for_any_number(many):
    for number in range(many):
        catalog.published_course(f"Course {number}", lessons=1, assessment=False)
    client = Client()
    client.get(reverse("catalog:list"))

    with CaptureQueriesContext(connection) as asked:
        assert len(client.get(reverse("catalog:list")).context["cards"]) == many
    assert len(asked) == 5, [query["sql"][:90] for query in asked]


def test_what_one_learns_is_not_listed_twice(ada, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    courses = {
        title: catalog.published_course(title, lessons=1, assessment=False) for title in ("Apples", "Birds", "Cheese")
    }
    courses |= {title: catalog.published_course(title, lessons=1, assessment=False) for title in ("Dyes", "Eggs")}
    access.grant(ada, courses["Cheese"].translation_key, source="open")
    client = Client()
    client.force_login(ada)

    first = client.get(reverse("catalog:list"))
    second = client.get(reverse("catalog:list") + first.context["next_url"])
    found = client.get(reverse("catalog:list"), {"q": "cheese"})

    assert [card.title for card in first.context["mine"]] == ["Cheese"]
    assert [[card.title for card in page.context["cards"]] for page in (first, second)] == [
        ["Apples", "Birds"],
        ["Dyes", "Eggs"],
    ]
    assert "More courses" in first.content.decode()
    assert [card.title for card in found.context["cards"]] == ["Cheese"]
    assert found.context["mine"] == []


@pytest.mark.parametrize("many, shown", [(8, False), (9, True)])
def test_finding_is_offered_from_nine_courses_on(many, shown):
    for number in range(many):
        catalog.published_course(f"Course {number}", lessons=1, assessment=False)

    assert ('role="search"' in Client().get(reverse("catalog:list")).content.decode()) is shown


def test_who_looked_for_something_can_look_again():
    catalog.published_course("Apples", lessons=1, assessment=False)

    assert 'role="search"' in Client().get(reverse("catalog:list"), {"q": "birds"}).content.decode()


TITLES = ("Zebras", "Élan and its measures", "Earth", "Fern", "elan", "Œuvres", "Øresund", "ábaco")


def test_titles_with_accents_stand_where_their_letters_do(monkeypatch):
    monkeypatch.setattr(views, "PAGE", 3)
    for title in TITLES:
        catalog.published_course(title, lessons=1, assessment=False)

    assert [title for page in pages() for title in page] == [
        "ábaco", "Earth", "elan", "Élan and its measures", "Fern", "Œuvres", "Øresund", "Zebras",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("élan", ["Élan and its measures"]),
        ("ELAN", ["Élan and its measures"]),
        ("measure élan", ["Élan and its measures"]),
        ("meas", ["Élan and its measures"]),
        ("oresund", ["Øresund"]),
        ("zebra", ["Zebras"]),
        ("zebra élan", []),
    ],
)
def test_words_find_what_search_would(words, found):
    for title in ("Zebras", "Élan and its measures", "Øresund"):
        catalog.published_course(title, lessons=1, assessment=False)

    answer = Client().get(reverse("catalog:list"), {"q": words})

    assert [card.title for card in answer.context["cards"]] == found
