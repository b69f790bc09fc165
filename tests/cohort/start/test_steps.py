"""The first steps on the admin's Home: each as it stands, for admins alone, until all are done."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cohort import capabilities
from cohort.start import steps
from community.groups import actions as groups
from community.models import Group
from courses.catalog import actions as catalog
from tests.factories import catalog as pages
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(db):
    return person("Rosa Quispe", is_superuser=True, is_staff=True)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def now(user) -> str:
    guide = steps.guide_of(user)
    return next(step.key for step in guide.steps if step.state == "now") if guide else ""


def test_each_step_follows_when_the_one_before_is_done(rosa):
    home = signed_in(rosa)
    assert now(rosa) == "name"
    home.post(reverse("start:name"), {"name": "Night School"})
    assert now(rosa) == "capabilities"
    assert "<title>Home · Night School</title>" in home.get("/").content.decode()
    home.post(reverse("start:choice"), {"with": "community"})
    assert now(rosa) == "course"
    key = re.search(r'name="client_uid" value="([^"]+)"', home.get("/").content.decode())[1]
    doors = {home.post(reverse("new_course"), {"title": "Bread", "client_uid": key})["Location"] for _each in range(2)}
    assert len(doors) == 1
    assert now(rosa) == "group"
    assert 'name="client_uid"' in home.get("/").content.decode()
    form = {"name": "Bakers", "purpose": "We bake.", "visibility": "private", "time_zone": "Europe/London"}
    home.post(reverse("groups:new"), form)
    assert now(rosa) == "invitation"
    home.post(reverse("groups:invitations", args=[Group.objects.get().uid]))
    assert steps.guide_of(rosa) is None
    assert "first guest" not in home.get("/").content.decode()


def test_with_courses_alone_there_are_three_steps(rosa):
    home = signed_in(rosa)
    home.post(reverse("start:name"), {"name": "Night School"})
    home.post(reverse("start:choice"), {"with": "courses"})
    assert [step.key for step in steps.guide_of(rosa).steps] == ["name", "capabilities", "course"]
    catalog.create_course(rosa, title="Bread")
    assert steps.guide_of(rosa) is None


def test_choosing_in_the_editor_counts_whatever_is_chosen(rosa):
    home = signed_in(rosa)
    page = home.get("/admin/settings/cohort/capabilities/", follow=True)
    home.post(page.redirect_chain[-1][0], {"name": "Night School"})
    assert now(rosa) == "course"


@pytest.mark.parametrize("name", ["ada", "ivan"])
def test_nobody_else_is_led_or_may_decide(name, request, db):
    who = pages.teach(person("Ivan Marković")) if name == "ivan" else request.getfixturevalue(name)
    client = signed_in(who)
    assert "first guest" not in client.get("/").content.decode()
    for door in ("start:name", "start:choice"):
        assert client.post(reverse(door), {"name": "Mine", "with": "community"}).status_code == 404
    assert Client().post(reverse("start:name"), {"name": "Mine"}).status_code in (302, 303)
    assert now(person("Rosa Quispe", is_superuser=True)) == "name"


def test_a_name_that_cannot_be_read_names_nothing(rosa):
    answer = signed_in(rosa).post(reverse("start:name"), {"name": "\u200b"})
    assert answer.status_code == 422
    assert "Give the place a name that can be read." in answer.content.decode()
    assert now(rosa) == "name"


def test_a_name_that_is_too_long_is_given_back_to_be_shortened(rosa):
    answer = signed_in(rosa).post(reverse("start:name"), {"name": "Night School " * 6})
    assert answer.status_code == 422
    assert f'value="{"Night School " * 6}"' in answer.content.decode()
    assert now(rosa) == "name"


@pytest.mark.parametrize("count", [1, 3])
def test_the_guide_costs_the_same_however_much_there_is(rosa, count, switches_on, django_assert_num_queries):
    for number in range(count):
        groups.create(rosa, name=f"Group {number}", purpose="", visibility="private")
    with django_assert_num_queries(5):
        assert now(rosa) == "name"


def test_a_name_from_an_older_page_does_not_take_the_place_of_another(rosa):
    home = signed_in(rosa)
    home.post(reverse("start:name"), {"name": "Night School"})
    page = home.post(reverse("start:name"), {"name": "Day School"}, follow=True).content.decode()
    assert capabilities.name() == "Night School"
    assert "It changed meanwhile: this place is called Night School, not Day School." in page
