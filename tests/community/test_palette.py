"""The doors that the palette offers."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cohort.models import Capabilities
from tests.factories.groups import group, member
from tests.factories.learning import course_of_lessons, enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def doors(client, user, query: str = "") -> str:
    client.force_login(user)
    return client.get(reverse("search:palette"), {"q": query}).content.decode()


def test_a_learner_goes_on_from_the_palette(client, ada, grace):
    lessons = course_of_lessons()
    enrolled(ada, lessons)
    shown = doors(client, ada)
    assert "Continue: " in shown.split("</a>")[0]  # the first door
    for name in ("groups:list", "notifications:list", "people:settings", "catalog:list"):
        assert f'href="{reverse(name)}"' in shown
    assert "/admin/" not in shown
    assert "Progress" not in shown


def test_a_word_chooses_among_them(client, ada):
    shown = doors(client, ada, "notif")
    assert reverse("notifications:list") in shown
    assert reverse("people:settings") not in shown


def test_one_begins_a_discussion_in_a_group_of_ones_own(client, ada, grace, mallory):
    mine = group(grace, "Birds")
    member(mine, ada)
    door = reverse("discussions:new", args=[mine.uid])
    assert door in doors(client, ada, "new topic")
    assert door not in doors(client, mallory, "new topic")


def test_a_manager_finds_the_progress_of_the_groups_they_lead_and_nobody_else_does(client, grace, ada, mallory):
    led = group(grace, "Ward 7")
    member(led, ada)
    door = reverse("insights:grid", args=[led.uid])
    assert door in doors(client, grace, "progress")
    assert door not in doors(client, ada, "progress")
    assert door not in doors(client, mallory, "progress")


def test_authors_find_the_editor_outside_turbo(client, ivan, ada):
    ivan.groups.add(Group.objects.get(name="Instructors"))
    assert 'href="/admin/" data-turbo="false"' in doors(client, ivan, "editor")
    assert "/admin/" not in doors(client, ada, "editor")


def test_a_plain_course_site_offers_no_door_of_the_community(client, ada):
    Capabilities.objects.update(community=False, achievements=False)
    shown = doors(client, ada)
    assert reverse("people:settings") in shown
    assert "/groups/" not in shown
    assert "/notifications/" not in shown
