"""The place of what is one's own: a door to each thing, and out."""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cohort.models import Capabilities
from courses.learning.actions import complete_lesson
from courses.records import effects
from tests.factories import learning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def main_of(answer) -> str:
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def test_you_leads_to_all_that_is_ones_own_and_out(ada):
    text = main_of(signed_in(ada).get(reverse("you")))

    doors = re.findall(r'(?:href|action)="([^"#]+)"', text)
    assert doors == [
        reverse("profiles:person", args=[ada.uid]),
        reverse("transcripts:record"),
        reverse("achievements:points"),
        reverse("claims:log"),
        reverse("connections:list"),
        reverse("people:settings"),
        reverse("account_logout"),
    ]
    assert ada.display_name in text


def test_you_leads_only_where_a_door_is_open(ada):
    Capabilities.objects.update(community=False, achievements=False, outside=False)

    text = main_of(signed_in(ada).get(reverse("you")))

    assert re.findall(r'(?:href|action)="([^"#]+)"', text) == [
        reverse("transcripts:record"),
        reverse("people:settings"),
        reverse("account_logout"),
    ]


def test_whoever_may_edit_finds_the_editor(ivan):
    ivan.is_superuser = True
    ivan.save(update_fields=["is_superuser"])

    assert f'href="{reverse("wagtailadmin_home")}"' in main_of(signed_in(ivan).get(reverse("you")))


@pytest.mark.parametrize("many", [1, 3])
def test_the_week_is_read_in_one_query_whatever_was_done(ada, many):
    course = learning.course_of_lessons(4)
    begun = learning.enrolled(ada, course)
    for key in learning.keys(course)[:many]:
        complete_lesson(begun, activity_key=key)
    effects.drain(ada.pk)
    client = signed_in(ada)
    client.get(reverse("you"))

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("you"))

    assert page.context["you"].week_text.startswith(f"{many} ")
    assert page.context["you"].week[-1].state == "done"
    assert len(asked) == 7, [query["sql"][:90] for query in asked]


def door_to_oneself(page):
    return BeautifulSoup(page.content, "html.parser").select_one("li.nav-you > a").attrs


@pytest.mark.parametrize(
    "route", ["you", "people:settings", "transcripts:record", "achievements:points", "connections:list"]
)
def test_the_bar_says_that_one_is_with_oneself(ada, route):
    assert door_to_oneself(signed_in(ada).get(reverse(route))) == {"href": "/you/", "aria-current": "page"}


def test_elsewhere_the_bar_does_not_say_so(ada):
    assert door_to_oneself(signed_in(ada).get("/")) == {"href": "/you/"}


def test_the_tabs_of_the_settings_keep_one_in_the_settings(ada):
    client = signed_in(ada)
    tabs = re.search(r'<nav class="tabs".*?</nav>', main_of(client.get(reverse("people:settings"))), re.DOTALL)[0]
    addresses = re.findall(r'href="([^"]+)"', tabs)

    assert len(addresses) == 4
    for address in addresses:
        page = main_of(client.get(address))
        door = BeautifulSoup(page, "html.parser").select_one(f'a[href="{address}"]')
        assert door["aria-current"] == "page"
        assert re.findall(r'href="([^"]+)"', re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)[0]) == addresses
