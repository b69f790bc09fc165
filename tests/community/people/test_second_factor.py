"""Who enters the editor is reminded of a second factor, and needs one where the installation asks for it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from tests.factories.people import person

pytestmark = pytest.mark.django_db
ACTIVATION = "/accounts/2fa/totp/activate/"
PASSWORD = "a-long-way-round-the-lake"
REMINDER = "Anyone with your password could too."


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


def code_of(secret: str) -> str:
    """Return the code an authenticator app shows for `secret` now."""
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


def signed_in_by_password(user) -> Client:
    client = Client()
    answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 303, answer.content.decode()
    return client


def set_up(client: Client) -> str:
    """Set up a second factor as the page asks for it, and return its secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(ACTIVATION)
    secret = page.context["form"].secret
    answer = client.post(ACTIVATION, {"code": code_of(secret)})
    assert answer.status_code == 303
    return secret


def door(client: Client, path: str = "/admin/") -> tuple[int, str]:
    answer = client.get(path)
    return answer.status_code, answer.get("Location", "").split("?")[0]


@pytest.fixture
def asked(settings, rosa, teacher):
    settings.REQUIRE_SECOND_FACTOR = True
    for user in (rosa, teacher):
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


OPEN, SET_UP, GIVE = (200, ""), (302, "/accounts/2fa/totp/activate/"), (302, "/accounts/2fa/reauthenticate/")


def test_where_it_is_asked_for_the_editor_opens_only_to_a_session_that_gave_one(asked, rosa, teacher, mallory):
    for user in (rosa, teacher):
        first, second = signed_in_by_password(user), signed_in_by_password(user)
        for path in ("/admin/", "/admin/images/", "/admin/account/"):
            assert door(first, path) == SET_UP

        secret = set_up(second)

        assert door(second) == OPEN  # its first code was given here
        for path in ("/admin/", "/admin/images/", "/admin/account/"):
            assert door(first, path) == GIVE
        assert first.post("/admin/courses/new/", {"title": "Soil"})["Location"].startswith(GIVE[1])

        wrong = first.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": "000000"})
        assert wrong.status_code == 422
        assert door(first) == GIVE
        Authenticator.objects.update(last_used_at=None)
        cache.clear()  # a code counts once
        right = first.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code_of(secret), "next": "/admin/"})
        assert (right.status_code, right["Location"]) == (303, "/admin/")
        assert door(first) == OPEN
    assert client_of(mallory).get("/admin/").status_code == 302
    assert client_of(mallory).get("/").status_code == 200


def test_signing_in_with_a_code_opens_the_editor(asked, teacher):
    secret = set_up(signed_in_by_password(teacher))
    cache.clear()
    client = signed_in_by_password(teacher)  # halfway: the code is asked for
    assert door(client)[0] == 302
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert answer.status_code == 303
    assert door(client) == OPEN


def test_a_factor_set_up_anew_is_another_than_the_one_a_session_gave(asked, teacher):
    first = signed_in_by_password(teacher)
    set_up(first)
    assert door(first) == OPEN
    Authenticator.objects.filter(user=teacher).delete()  # as an admin does for whoever lost their phone
    assert door(first) == SET_UP
    set_up(signed_in_by_password(teacher))
    assert door(first) == GIVE


def test_the_page_loaded_anew_still_takes_the_code_of_an_app_that_read_it_before(asked, teacher):
    client = signed_in_by_password(teacher)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    read = client.get(ACTIVATION).context["form"].secret
    assert client.get(ACTIVATION).context["form"].secret == read
    assert client.post(ACTIVATION, {"code": "1"}).context["form"].secret == read
    assert client.get(ACTIVATION).context["form"].secret == read
    assert client.post(ACTIVATION, {"code": code_of(read)}).status_code == 303

    Authenticator.objects.filter(user=teacher).delete()
    assert set_up(client) != read


@pytest.mark.parametrize("path", ["totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"])
def test_a_password_alone_neither_reads_nor_ends_the_second_factor(asked, teacher, ada, settings, path):
    settings.REQUIRE_SECOND_FACTOR = False
    first, second = signed_in_by_password(teacher), signed_in_by_password(teacher)
    set_up(second)
    for answer in (first.get(f"/accounts/2fa/{path}"), first.post(f"/accounts/2fa/{path}")):
        assert (answer.status_code in (302, 303), answer["Location"].split("?")[0]) == (True, GIVE[1])
    assert Authenticator.objects.filter(user=teacher, type=Authenticator.Type.TOTP).exists()
    assert second.get(f"/accounts/2fa/{path}").status_code == 200
    assert client_of(ada).get("/accounts/2fa/").status_code == 200
