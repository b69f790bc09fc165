import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from cohort import capabilities
from cohort.models import Capabilities
from courses import slots
from courses.capabilities import Switches, gated, is_on


@pytest.mark.django_db
def test_a_fresh_installation_is_a_plain_course_site():
    assert capabilities.current() == Switches()


def test_a_switch_holds_on_the_next_request(switches_on):
    assert is_on("community")
    Capabilities.objects.update(community=False)
    assert not is_on("community")


def test_only_switches_of_built_features_are_shown():
    names = {panel.field_name for panel in Capabilities.panels[-1].children}
    assert names == {"community", "achievements", "outside", "external_records"}


@pytest.mark.django_db
def test_a_closed_door_is_the_common_404_and_an_open_one_the_view():
    view = lambda request: HttpResponse("here")  # noqa: E731
    (nested,) = gated("community", [path("", include([path("x/", view)]))])
    door = nested.url_patterns[0].callback
    with pytest.raises(Http404):
        door(RequestFactory().get("/x/"))
    Capabilities.objects.create(community=True)
    assert door(RequestFactory().get("/x/")).content == b"here"


def test_a_slot_is_silent_while_its_capability_is_off(switches_on, monkeypatch):
    monkeypatch.setattr(slots, "_slots", {})
    slots.register("course.people", lambda request, **context: "second", capability="community", budget=1, order=2)
    slots.register("course.people", lambda request, **context: "first ", capability="community", budget=1, order=1)
    request = RequestFactory().get("/")
    assert slots.render("course.people", request) == "first second"
    Capabilities.objects.update(community=False)
    assert slots.render("course.people", request) == ""
