"""Addresses: one however it is written; and whose it is that a statement names: a verified one's, or nobody's."""

import re
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from community.models import User
from community.people.addresses import verified
from courses.models import Record
from courses.records import mapping
from courses.records.statements import Statement
from tests.factories.people import person
from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db


def address(user, email, *, verified=True):
    return EmailAddress.objects.create(user=user, email=email, verified=verified)


def by(email):
    return foreign(actor={"mbox": f"mailto:{email}"})


def test_the_record_store_knows_people_by_their_verified_addresses(ada):
    address(ada, "ada@work.example")
    statements = [Statement.read(by(email)) for email in ("ada@work.example", "Ada@Work.example")]

    assert [about.learner_id for about in mapping.map_all(statements, by_email=True)] == [ada.pk, ada.pk]
    assert [about.learner_id for about in mapping.map_all(statements, by_email=False)] == [None, None]


def test_an_unverified_address_is_nobodys(ada, mallory):
    address(mallory, "ada@work.example", verified=False)
    assert verified(["ada@work.example"]) == {}
    address(ada, "ada@work.example")
    assert verified(["ada@work.example"]) == {"ada@work.example": ada.pk}


def test_who_is_no_longer_here_is_nobody(ada):
    address(ada, "ada@work.example")
    ada.is_active = False
    ada.save()
    assert verified(["ada@work.example"]) == {}


def test_over_the_wire_only_a_client_that_may_names_people_by_mail(ada, external_records_on):
    address(ada, "ada@work.example")
    _, may = admitted("statements/write", "email")
    _, may_not = admitted("statements/write", name="Another")
    for known in (may, may_not):
        assert asked(known, "POST", "statements", by("ada@work.example")).status_code == 200
    assert list(Record.objects.order_by("pk").values_list("learner", "provenance")) == [
        (ada.pk, "client"),
        (None, "client"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_addresses_is_one_question(ada, ben, grace, count, django_assert_num_queries):
    for number, user in enumerate((ada, ben, grace)[:count]):
        address(user, f"{number}@work.example")
    with django_assert_num_queries(1):
        assert len(verified([f"{number}@work.example" for number in range(count)])) == count


LETTERS = ("Jo.Sample@Example.org", "jo.sample@example.org", "JO.SAMPLE@EXAMPLE.ORG")


@pytest.fixture
def jo(admin_desk) -> User:
    """Return somebody whose account an admin opened, with capitals in the address."""
    password = {"password1": "a-long-evening-walk", "password2": "a-long-evening-walk"}
    form = {"email": LETTERS[0], "display_name": "Jo Sample", **password}
    assert admin_desk.post(reverse("wagtailusers_users:add"), form).status_code == 302
    return User.objects.get(display_name="Jo Sample")


@pytest.fixture
def admin_desk(db) -> Client:
    client = Client()
    client.force_login(person("Rosa Quispe", is_superuser=True))
    return client


@pytest.mark.parametrize("written", LETTERS)
def test_an_account_opened_with_capitals_is_reached_in_any_letters(jo, written):
    Client().post(reverse("account_reset_password"), {"email": written})
    assert [letter.to for letter in mail.outbox] == [[LETTERS[1]]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body

    Client().post(reverse("account_request_login_code"), {"email": written})
    assert mail.outbox[1].to == [LETTERS[1]]
    assert re.search(r"^[A-Z0-9]{4,}-?[A-Z0-9]*$", mail.outbox[1].body, re.MULTILINE)


@pytest.mark.parametrize("written", LETTERS)
def test_an_account_opened_with_capitals_signs_in_in_any_letters(jo, written, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    client = Client()
    client.post(reverse("account_login"), {"login": written, "password": "a-long-evening-walk"})
    assert client.session["_auth_user_id"] == str(jo.pk)


@pytest.mark.parametrize("written", LETTERS)
def test_an_address_that_stands_is_nobody_elses_however_it_is_written(jo, admin_desk, ada, written):
    form = {"email": written, "display_name": "Another", "password1": "a-long-walk-9", "password2": "a-long-walk-9"}
    assert "already" in admin_desk.post(reverse("wagtailusers_users:add"), form).content.decode()
    Client().post(reverse("account_signup"), form)
    client = Client()
    client.force_login(ada)
    client.post(reverse("account_email"), {"action_add": "", "email": written})
    assert User.objects.filter(email=written).get() == jo
    assert not EmailAddress.objects.filter(user=ada, verified=True).exists()


def test_a_further_address_of_somebody_opens_no_second_account(admin_desk, ada):
    address(ada, "ada@work.example")
    form = {
        "email": "Ada@Work.example",
        "display_name": "A",
        "password1": "a-long-walk-9",
        "password2": "a-long-walk-9",
    }
    assert "already" in admin_desk.post(reverse("wagtailusers_users:add"), form).content.decode()
    assert not User.objects.filter(email="ada@work.example").exists()


def test_accounts_that_stood_with_capitals_are_found_once_migrated(ada, ben):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE community_user SET email = 'Ada@Example.ORG' WHERE id = %s", [ada.pk])
    assert not User.objects.filter(email="ada@example.org").exists()

    import_module("community.migrations.0009_addresses_in_small_letters").small_letters(apps, None)

    assert User.objects.get(email="ADA@example.org") == ada
    assert User.objects.get(email="ben@example.org") == ben


def test_who_opens_an_account_by_program_has_the_address_that_is_kept(db):
    assert person("Jo Sample", email=LETTERS[0]).email == LETTERS[1]
    assert User.objects.get_by_natural_key(LETTERS[2]).display_name == "Jo Sample"
