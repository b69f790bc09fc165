"""`manage.py setup`: a fresh installation has a name, an admin and a way on; a second run harms nothing."""

import io
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cohort import capabilities
from cohort.models import Capabilities
from community.models import User
from tests.factories.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-evening-walk"


def set_up(monkeypatch, password: str = PASSWORD, **options: object) -> str:
    monkeypatch.setenv("SETUP_PASSWORD", password)
    said = io.StringIO()
    call_command("setup", no_input=True, stdout=said, **options)
    return said.getvalue()


def test_the_first_admin_signs_in_at_once_and_is_led_on(monkeypatch, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.SITE_ORIGIN = "https://school.example"
    said = set_up(monkeypatch, place="Night School", name="Rosa Quispe", email="Rosa@School.example")

    admin = User.objects.get(email="rosa@school.example")
    assert (admin.display_name, admin.is_superuser) == ("Rosa Quispe", True)
    assert capabilities.name() == "Night School"
    client = Client()
    client.post(reverse("account_login"), {"login": "rosa@school.example", "password": PASSWORD})
    page = client.get("/").content.decode()
    assert "Night School" in page
    assert "From here to your first guest" in page
    for line in ("Night School is set up.", "https://school.example/accounts/login/"):
        assert line in said
    assert re.findall(r"\d\. (\w+)", said) == ["Name", "Choose", "Begin", "Create", "Invite"]
    assert PASSWORD not in said


def test_without_a_password_a_link_chooses_one(monkeypatch):
    said = set_up(monkeypatch, password="", name="Rosa Quispe", email="rosa@school.example")
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", said).group(1)
    client = Client()
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    client.post(reverse("account_login"), {"login": "rosa@school.example", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


def test_a_second_run_changes_nothing_but_what_it_is_told(monkeypatch):
    options = {"name": "Rosa Quispe", "email": "rosa@school.example"}
    set_up(monkeypatch, place="Night School", community=True, **options)
    before = User.objects.get().password
    said = set_up(monkeypatch, password="another-long-walk", **options)

    assert "Rosa Quispe <rosa@school.example> runs this place already." in said
    assert (User.objects.get().password, EmailAddress.objects.count()) == (before, 1)
    assert Capabilities.objects.values_list("name", "community").get() == ("Night School", True)
    set_up(monkeypatch, place="Day School", email="mallory@school.example", name="Mallory")
    assert User.objects.get().password == before
    assert capabilities.name() == "Day School"


@pytest.mark.parametrize(
    "options, word",
    [
        ({}, "Give --name and --email"),
        ({"name": "Rosa"}, "Give --email"),
        ({"name": "Rosa", "email": "rosa"}, "name@example.org"),
        ({"name": "Rosa", "email": "rosa@school.example", "password": "short"}, "too short"),
        ({"name": "Rosa", "email": "rosa@school.example", "place": "x" * 61}, "up to 60"),
        ({"name": "Rosa", "email": "ADA@example.org"}, "Someone signs in with this address already"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_opens_nothing(monkeypatch, ada, options, word):
    with pytest.raises(CommandError, match=word):
        set_up(monkeypatch, **options)
    assert list(User.objects.filter(is_superuser=True)) == []


def test_whoever_took_the_address_before_does_not_become_admin(monkeypatch):
    mallory = person("Mallory", email="rosa@school.example")
    with pytest.raises(CommandError):
        set_up(monkeypatch, name="Rosa", email="rosa@school.example")
    mallory.refresh_from_db()
    assert not mallory.is_superuser
