"""Signing in and up: safe from guessing, from counting addresses, and from being led astray."""

import logging
import re
import sys

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.db import IntegrityError
from django.test import RequestFactory
from django.urls import reverse

from cohort import logs
from community.groups import invitations
from community.models import User
from community.people import throttling
from community.people.signing_in import SignUpForm
from tests.factories.groups import group
from tests.factories.people import person

pytestmark = pytest.mark.django_db
PASSWORD = "secret-enough"


class Counting(MD5PasswordHasher):
    """Counts how often a password is hashed, which is what signing up spends its time on."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.hashed += 1
        return super().encode(password, salt)


def verified(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"


def test_address_and_password_sign_in_whatever_the_case(client, ada):
    verified(ada)
    response = sign_in(client, "ADA@Example.org")
    assert (response.status_code, response["Location"]) == (303, "/")
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_twenty_bad_sign_ins_lock_one_address_and_no_other(client, ada, ben):
    verified(ada)
    verified(ben)
    answers = [sign_in(client, ada.email, "wrong-wrong").status_code for _ in range(20)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert sign_in(client, ada.email).status_code == 429
    assert sign_in(client, ben.email).status_code == 303


def test_lock_does_not_depend_on_the_case_of_the_address(client, ada):
    verified(ada)
    for n in range(20):
        sign_in(client, ada.email.upper() if n % 2 else ada.email, "wrong-wrong")
    assert sign_in(client, "Ada@example.org").status_code == 429


def test_lock_does_not_depend_on_a_letter_that_is_the_same_in_another_case():
    assert throttling.address(None, {"email": "\u017fam.\u212aim@example.org"}) == "sam.kim@example.org"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "///evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nLocation: //evil.example",
        "//p1.content.localhost/",
    ],
)
def test_nobody_is_led_astray_after_signing_in(client, ada, target):
    verified(ada)
    response = sign_in(client, ada.email, next=target)
    assert response.status_code == 303
    location = response["Location"]
    assert location == "/" or (location.startswith("/") and not location.startswith(("//", "/\\")))
    assert "\r" not in location
    assert "\n" not in location


def test_a_path_of_ones_own_is_gone_on_to(client, ada):
    verified(ada)
    assert sign_in(client, ada.email, next="/courses/?topic=maps")["Location"] == "/courses/?topic=maps"


def test_extra_fields_of_signing_up_are_ignored(client):
    data = {
        "email": "new@example.org",
        "password1": "long-and-odd-1",
        "display_name": "New Person",
        "is_staff": "on",
        "is_superuser": "on",
        "role": "admin",
        "points": "1000",
        "verified": "on",
        "groups": "1",
        "uid": "00000000-0000-0000-0000-000000000001",
    }
    client.post(reverse("account_signup"), data)
    made = User.objects.get(email="new@example.org")
    assert (made.display_name, made.is_staff, made.is_superuser, made.groups.count()) == ("New Person", False, False, 0)
    assert str(made.uid) != data["uid"]
    assert not EmailAddress.objects.get(user=made).verified


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"time_zone": "Pacific/Auckland"}, "Pacific/Auckland"),
        ({"time_zone": "Asia/Calcutta"}, "Asia/Calcutta"),  # as some browsers still call it
        ({"time_zone": ""}, "America/Lima"),
        ({"time_zone": "Mars/Olympus_Mons"}, "America/Lima"),
        ({"time_zone": "../../etc/passwd"}, "America/Lima"),
        ({"time_zone": "x" * 5000}, "America/Lima"),
        ({}, "America/Lima"),
    ],
)
def test_new_account_is_in_the_zone_of_its_browser_or_else_of_this_place(client, settings, said, kept):
    settings.TIME_ZONE = "America/Lima"
    data = {"email": "new@example.org", "password1": "long-and-odd-1", "display_name": "New Person", **said}
    assert client.post(reverse("account_signup"), data).status_code == 303
    assert User.objects.get(email="new@example.org").time_zone == kept


def test_who_is_made_without_a_form_is_in_the_zone_of_this_place(settings):
    settings.TIME_ZONE = "America/Lima"
    assert User.objects.create_user("new@example.org", display_name="New Person").time_zone == "America/Lima"


def test_signing_up_answers_alike_for_known_and_unknown_addresses(client, ada):
    verified(ada)
    answers = []
    for email in (ada.email, "unknown@example.org"):
        client.cookies.clear()
        data = {"email": email, "password1": "long-and-odd-1", "display_name": "Some Body"}
        response = client.post(reverse("account_signup"), data)
        page = client.get(response["Location"])
        answers.append((response.status_code, response["Location"], _plain(page).replace(email, "")))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[ada.email], ["unknown@example.org"]]


def test_signing_up_takes_as_long_for_a_known_address(client, ada, settings):
    verified(ada)
    settings.PASSWORD_HASHERS = ["tests.community.people.test_signing_in.Counting"]
    for email in (ada.email, "unknown@example.org"):
        Counting.hashed = 0
        client.cookies.clear()
        data = {"email": email, "password1": "long-and-odd-1", "display_name": "Some Body"}
        client.post(reverse("account_signup"), data)
        assert Counting.hashed == 1, email


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_asking_for_a_link_or_code_answers_alike(client, ada, name):
    verified(ada)
    answers = []
    for email in (ada.email, "unknown@example.org"):
        client.cookies.clear()
        response = client.post(reverse(name), {"email": email})
        page = _plain(client.get(response["Location"])).replace(email, "")
        answers.append((response.status_code, response["Location"], page))
    assert answers[0] == answers[1]


def test_wrong_password_and_unknown_address_answer_alike(client, ada):
    verified(ada)
    pages = [
        _plain(sign_in(client, email, "wrong-wrong")).replace(email, "") for email in (ada.email, "un@example.org")
    ]
    assert pages[0] == pages[1]


def test_invitation_survives_signing_up_and_confirming(client, grace):
    circle = group(grace)
    address = reverse("groups:invitation", args=[invitations.invite(circle, by=grace).uid])
    data = {"email": "new@example.org", "password1": "long-and-odd-1", "display_name": "New Person", "next": address}
    client.post(reverse("account_signup"), data)
    link = re.search(r"https?://[^/]+(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    assert not EmailAddress.objects.get(email="new@example.org").verified
    client.get(link)
    assert not EmailAddress.objects.get(email="new@example.org").verified
    assert client.post(link)["Location"] == address
    assert client.session["_auth_user_id"] == str(User.objects.get(email="new@example.org").pk)


def test_link_resets_the_password_once(client, ada):
    verified(ada)
    client.post(reverse("account_reset_password"), {"email": ada.email})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(link)["Location"]
    new = {"password1": "another-odd-2", "password2": "another-odd-2"}
    assert client.post(form, new).status_code == 303
    client.cookies.clear()
    assert sign_in(client, ada.email, "another-odd-2").status_code == 303
    client.cookies.clear()
    assert "has expired" in client.get(link, follow=True).content.decode()


def test_second_factor_is_asked_for(client, ada):
    verified(ada)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    response = sign_in(client, ada.email)
    assert response["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 303
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_codes_of_a_second_factor_cannot_be_tried_until_one_fits(client, ada, ben):
    verified(ada)
    verified(ben)
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    TOTP.activate(ben, secret)
    sign_in(client, ada.email)
    for n in range(20):
        if n == 5:  # the password, known already, buys no further tries
            client.cookies.clear()
            sign_in(client, ada.email)
        client.post(reverse("mfa_authenticate"), {"code": f"{n:06d}"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    client.cookies.clear()
    sign_in(client, ben.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 303


def test_admin_without_second_factor_is_reminded_gently(client, admin, ada):
    verified(admin)
    sign_in(client, admin.email)
    assert "You run this place." in client.get(reverse("people:settings")).content.decode()
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    assert "You run this place." not in client.get(reverse("people:account")).content.decode()
    client.force_login(ada)
    assert "You run this place." not in client.get(reverse("people:settings")).content.decode()


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("account_change_password", ["The password you have", "New password", "New password, once more"]),
        ("account_email", ["E-mail"]),
        ("account_reauthenticate", ["Password"]),
    ],
)
def test_fields_of_the_account_say_in_a_label_what_they_take_and_nowhere_else(client, ada, name, labels):
    verified(ada)
    client.force_login(ada)
    page = client.get(reverse(name)).content.decode()
    assert re.findall(r'<label for="id_\w+">([^<]+)</label>', page) == labels
    assert not re.findall(r'placeholder="(?!Search")', page)


def test_password_is_changed_by_who_knows_the_old_one(client, ada):
    verified(ada)
    sign_in(client, ada.email)
    new = {"password1": "a-new-one-of-length", "password2": "a-new-one-of-length"}
    client.post(reverse("account_change_password"), {"oldpassword": "not-it", **new})
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    ada.refresh_from_db()
    assert ada.check_password(new["password1"])


def test_editor_has_no_sign_in_of_its_own(client, ada, admin):
    response = client.get("/admin/login/?next=/admin/pages/")
    assert response["Location"] == "/accounts/login/?next=/admin/pages/"
    client.force_login(ada)
    assert client.get("/admin/login/").status_code == 404
    client.force_login(admin)
    assert client.get("/admin/login/")["Location"] == "/admin/"


PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "account_inactive",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_before_signing_in_wear_the_house_s_face(client, name):
    page = client.get(reverse(name)).content.decode()
    assert 'class="plain-form"' in page
    assert "Menu:" not in page


@pytest.mark.parametrize(
    "name", ["account_email", "account_change_password", "account_logout", "mfa_index", "mfa_activate_totp"]
)
def test_pages_of_ones_account_wear_the_house_s_face(client, ada, name):
    verified(ada)
    sign_in(client, ada.email)
    page = client.get(reverse(name), follow=True).content.decode()
    assert "cohort.css" in page
    assert "Menu:" not in page
    assert "<script src=" not in page


def test_recovery_codes_follow_the_second_factor(client, ada):
    verified(ada)
    sign_in(client, ada.email)
    again = {"password": PASSWORD, "next": reverse("mfa_activate_totp")}
    page = client.post(reverse("account_reauthenticate"), again, follow=True)
    assert "data:image/svg+xml" in page.content.decode()
    secret = client.session[SECRET_SESSION_KEY]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 303
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert Authenticator.objects.filter(user=ada).count() == 2
    assert "cohort.css" in page


def _plain(response) -> str:
    text = re.sub(r'nonce(-|=")[^"]*"', "", response.content.decode())
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*"', "", text)


@pytest.mark.parametrize("host", ["testserver:9999", "localhost:9999"])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code", "account_signup"])
def test_links_in_mail_begin_with_the_sites_own_origin(client, ada, settings, host, name, known):
    settings.SITE_ORIGIN = "https://cohort.example"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    verified(ada)
    email = ada.email if known else "unknown@example.org"
    data = {"email": email, "password1": "long-and-odd-1", "display_name": "Some Body"}
    client.post(reverse(name), data, headers={"Host": host})
    said = mail.outbox[0].subject + mail.outbox[0].body
    assert "9999" not in said
    links = re.findall(r"https?://\S+", said)
    assert links
    assert all(link.startswith("https://cohort.example/") for link in links)
    if name == "account_reset_password":
        assert "https://cohort.example/accounts/" in said


def test_whoever_signs_up_by_an_address_taken_meanwhile_is_answered_alike(client, ada):
    verified(ada)
    data = {"email": ada.email, "password1": "long-and-odd-1", "display_name": "Some Body"}
    known = client.post(reverse("account_signup"), data)
    request = RequestFactory().post(reverse("account_signup"))
    request.session, request.user = client.session, AnonymousUser()
    request._messages = FallbackStorage(request)
    form = SignUpForm({**data, "email": "both@example.org"})
    with context.request_context(request):
        assert form.is_valid()
        verified(person("The Other", email="both@example.org"))
        user, answer = form.try_save(request)
    assert (user, answer.status_code, answer["Location"]) == (None, 302, known["Location"])
    assert [message.to for message in mail.outbox] == [[ada.email], ["both@example.org"]]
    assert User.objects.filter(email="both@example.org").count() == 1


@pytest.mark.parametrize("formatter", [logs.PlainFormatter, logs.JsonFormatter])
def test_no_address_stands_in_the_log(formatter):
    said = 'Key (lower(email::text))=(Jo.Sample+x@mail.example.org) already exists. for "a@b.de", <c@d.org>'
    try:
        raise IntegrityError(said)
    except IntegrityError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Failed: %s", (said,), sys.exc_info())
    line = formatter("%(message)s").format(record)
    assert "@" not in line
    assert "already exists" in line
    assert "IntegrityError" in line
