"""Who enters the editor is reminded of a second factor, and needs one where the installation asks for it."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client

from tests.factories.people import person

pytestmark = pytest.mark.django_db
REMINDER = "Whoever learns your password does too."


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def teacher(ivan):
    ivan.groups.add(Group.objects.get(name="Instructors"))
    return ivan


@pytest.fixture
def rosa(db):
    return person("Rosa Quispe", is_superuser=True)


def test_admins_and_instructors_are_reminded_until_they_have_one_and_learners_never(rosa, teacher, ada):
    for user in (rosa, teacher):
        assert REMINDER in client_of(user).get("/settings/account/").content.decode()
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        assert REMINDER not in client_of(user).get("/settings/account/").content.decode()
    assert REMINDER not in client_of(ada).get("/settings/account/").content.decode()


def test_the_editor_opens_without_one_where_it_is_not_asked_for(rosa, teacher):
    assert [client_of(user).get("/admin/").status_code for user in (rosa, teacher)] == [200, 200]


def test_where_it_is_asked_for_the_editor_opens_only_with_one(rosa, teacher, mallory, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    for user in (rosa, teacher):
        for path in ("/admin/", "/admin/images/", "/admin/account/"):
            assert client_of(user).get(path)["Location"] == "/accounts/2fa/totp/activate/"
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        assert client_of(user).get("/admin/").status_code == 200
    assert client_of(mallory).get("/admin/").status_code == 302
    assert client_of(mallory).get("/").status_code == 200
