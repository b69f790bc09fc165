"""People in the CMS: what an admin does with accounts, and what nobody does."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cohort.derived import differences
from community.models import User
from search.models import Entry
from tests.factories import catalog
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.search import index_everything
from tests.factories.talk import topic

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-evening-walk"


@pytest.fixture
def rosa(db):
    return person("Rosa Quispe", is_superuser=True, is_staff=True)


@pytest.fixture
def office(rosa) -> Client:
    client = Client()
    client.force_login(rosa)
    return client


def account_of(user: User, **changes: object) -> dict[str, object]:
    return {"display_name": user.display_name, "is_active": "on", "password1": "", "password2": ""} | changes


def test_an_admin_opens_an_account_for_an_instructor(office):
    teachers = Group.objects.get(name="Instructors")
    answer = office.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "ivan@example.org",
            "display_name": "Ivan Marković",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "groups": [teachers.pk],
        },
    )
    assert answer.status_code == 302
    ivan = User.objects.get(email="ivan@example.org")
    assert (ivan.display_name, ivan.is_superuser) == ("Ivan Marković", False)
    client = Client()
    client.force_login(ivan)
    assert client.get(reverse("new_course")).status_code == 200


def test_an_address_stands_once_however_it_is_written(office):
    person("Ada Nwosu")
    answer = office.post(
        reverse("wagtailusers_users:add"),
        {"email": "ADA@example.org", "display_name": "Ada", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert "Someone signs in with this address already." in answer.content.decode()
    assert User.objects.filter(email__iexact="ada@example.org").count() == 1


def test_an_admin_gives_a_role_and_closes_an_account_but_changes_no_address(office):
    ada, teachers = person("Ada Nwosu"), Group.objects.get(name="Instructors")
    door = reverse("wagtailusers_users:edit", args=[ada.pk])
    assert office.post(door, account_of(ada, groups=[teachers.pk], email="other@example.org")).status_code == 302
    ada.refresh_from_db()
    assert (list(ada.groups.all()), ada.email, ada.is_active) == ([teachers], "ada@example.org", True)
    closed = account_of(ada)
    del closed["is_active"]
    office.post(door, closed)
    ada.refresh_from_db()
    assert not ada.is_active


def test_search_follows_whoever_is_renamed_or_closed(office, grace):
    ada = person("Ada Nwosu")
    circle = group(grace)
    member(circle, ada)
    topic(circle, ada, title="Kestrels")
    index_everything()
    office.post(reverse("wagtailusers_users:edit", args=[ada.pk]), account_of(ada, display_name="Ada Okoro"))
    index_everything()
    assert list(differences()) == []
    assert Entry.objects.get(kind="topic").facets["note"] == "Ada Okoro"
    several = f"{reverse('wagtail_bulk_action', args=['community', 'user', 'set_active_state'])}?id={ada.pk}"
    assert office.post(several, {"mark_as_active": "False"}).status_code == 302
    index_everything()
    ada.refresh_from_db()
    assert not ada.is_active
    assert list(differences()) == []


def test_nobody_is_deleted_alone_or_with_others(office):
    ada = person("Ada Nwosu")
    one = reverse("wagtailusers_users:delete", args=[ada.pk])
    several = f"{reverse('wagtail_bulk_action', args=['community', 'user', 'delete'])}?id={ada.pk}"
    for answer in (office.get(one, follow=True), office.post(one, follow=True), office.post(several, follow=True)):
        assert "Nobody is deleted" in answer.content.decode()
    assert User.objects.filter(pk=ada.pk).exists()


def test_an_author_keeps_their_name_in_the_account_page():
    ivan = catalog.teach(person("Ivan Marković"))
    client = Client()
    client.force_login(ivan)
    door = reverse("wagtailadmin_account")
    page = client.get(door).content.decode()
    assert "First Name" not in page
    assert "profile picture" not in page
    answer = client.post(
        door,
        {
            "name_email-display_name": "Ivan M.",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
        },
    )
    assert answer.status_code == 302
    ivan.refresh_from_db()
    assert ivan.display_name == "Ivan M."


def test_mallory_opens_no_account(office):
    client = Client()
    client.force_login(catalog.teach(person("Mallory Outsider")))
    answer = client.post(
        reverse("wagtailusers_users:add"),
        {"email": "eve@example.org", "display_name": "Eve", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 302
    assert not User.objects.filter(email="eve@example.org").exists()


def test_closing_the_account_of_the_only_manager_says_who_leads_now(office, grace, ada):
    circle = group(grace, "Ward 7")
    member(circle, ada)
    changes = account_of(grace)
    del changes["is_active"]
    answer = office.post(reverse("wagtailusers_users:edit", args=[grace.pk]), changes, follow=True)

    assert "Ada Nwosu leads Ward 7 now" in answer.content.decode()
    assert circle.memberships.get(user=ada).role == "manager"


def test_closing_several_accounts_at_once_says_who_leads_now(office, grace, ada):
    circle = group(grace, "Ward 7")
    member(circle, ada)
    url = reverse("wagtail_bulk_action", args=["community", "user", "set_active_state"])
    answer = office.post(f"{url}?id={grace.pk}&next=/admin/", {"mark_as_active": "False"}, follow=True)

    grace.refresh_from_db()
    assert not grace.is_active
    assert "Ada Nwosu leads Ward 7 now" in answer.content.decode()
    assert circle.memberships.get(user=ada).role == "manager"
