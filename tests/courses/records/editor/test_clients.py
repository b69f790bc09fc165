"""The admin's page of clients: let in, given a new secret, turned away."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from courses.models import Client, FormerSecret
from courses.records.clients import actions as clients
from courses.records.exchange import importing
from tests.factories.catalog import teach
from tests.factories.records import admitted, asked, basic, foreign

pytestmark = pytest.mark.django_db
LIST = 9  # queries of the page


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def shown_secret(page: str) -> str:
    return re.findall(r"<dd>\s*<code>(.*?)</code>", page)[2]


def test_an_admin_lets_a_client_in_and_sees_its_secret_once(desk):
    form = {"name": "Workshop tablets", "scopes": ["statements/write"], "per_minute": "30"}
    page = desk.post(reverse("record_client_new"), form).content.decode()

    letting = Client.objects.get()
    secret = shown_secret(page)
    assert (letting.name, letting.scopes, letting.per_minute) == ("Workshop tablets", ["statements/write"], 30)
    assert asked(basic(letting.key, secret), "POST", "statements", foreign()).status_code == 200
    assert secret not in desk.get(reverse("record_clients")).content.decode()
    assert secret not in Client.objects.values_list("secret", flat=True)


def test_what_each_scope_is_good_for_is_said_in_words(desk):
    page = desk.get(reverse("record_client_new")).content.decode()
    assert page.count('type="checkbox"') >= len(Client.Scope)
    assert all(f'value="{scope}"' in page for scope in Client.Scope)
    assert "without ranked points or certificate" in page


def test_a_scope_is_called_the_same_by_whom_it_is_given_to(desk):
    admitted(*Client.Scope)
    pages = {name: desk.get(reverse(name)).content.decode() for name in ("record_client_new", "record_clients")}
    for scope in Client.Scope:
        assert all(escape(str(scope.label)) in page for page in pages.values())

    taking_over = desk.get(reverse("record_import_new")).content.decode()
    assert {scope for scope in Client.Scope if escape(str(scope.label)) in taking_over} == set(importing.MAY)


def test_a_client_needs_a_name_and_a_scope(desk):
    assert "This is still empty" in desk.post(reverse("record_client_new"), {"name": "x"}).content.decode()
    assert not Client.objects.exists()


def test_after_a_new_secret_the_old_one_goes_on_for_seven_days(desk):
    letting, old = admitted("statements/read")
    page = desk.post(reverse("record_client_secret", args=[letting.uid])).content.decode()
    new = basic(letting.key, shown_secret(page))

    assert [asked(known, "GET", "statements").status_code for known in (old, new)] == [200, 200]
    assert FormerSecret.objects.get().until - timezone.now() > timedelta(days=6, hours=23)
    assert "An old secret works until" in desk.get(reverse("record_clients")).content.decode()
    FormerSecret.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert [asked(known, "GET", "statements").status_code for known in (old, new)] == [401, 200]
    assert "An old secret works until" not in desk.get(reverse("record_clients")).content.decode()


def test_a_secret_goes_on_until_the_time_that_was_said_however_many_come_after_it(desk):
    letting, running = admitted("statements/read")
    door = reverse("record_client_secret", args=[letting.uid])
    unread = basic(letting.key, shown_secret(desk.post(door).content.decode()))
    page = desk.post(door).content.decode()
    latest = basic(letting.key, shown_secret(page))
    said = FormerSecret.objects.order_by("pk").first()

    assert page.count("An old secret goes on until") == 2
    assert [asked(known, "GET", "statements").status_code for known in (running, unread, latest)] == [200, 200, 200]
    FormerSecret.objects.filter(pk=said.pk).update(until=timezone.now() - timedelta(seconds=1))
    assert [asked(known, "GET", "statements").status_code for known in (running, unread, latest)] == [401, 200, 200]
    assert desk.get(reverse("record_clients")).content.decode().count("An old secret works until") == 1

    clients.rotate(letting)
    assert FormerSecret.objects.count() == 2  # whose time is over is forgotten
    clients.revoke(letting)
    assert [asked(known, "GET", "statements").status_code for known in (unread, latest)] == [401, 401]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_secret_as_for_three(desk, count, django_assert_num_queries):
    for _ in range(count):
        letting, _ = admitted("statements/read")
        for _ in range(count):
            clients.rotate(letting)
    with django_assert_num_queries(LIST):
        desk.get(reverse("record_clients"))


def test_a_client_is_turned_away_once_it_is_confirmed(desk):
    letting, known = admitted("statements/read")
    door = reverse("record_client_revocation", args=[letting.uid])

    assert "Turn “A phone” away?" in desk.get(door).content.decode()
    assert asked(known, "GET", "statements").status_code == 200
    desk.post(door)
    assert asked(known, "GET", "statements").status_code == 401
    assert desk.post(reverse("record_client_secret", args=[letting.uid])).status_code == 404
    assert "Turned away on" in desk.get(reverse("record_clients")).content.decode()


def test_what_a_client_may_is_changed_from_the_next_request(desk):
    letting, known = admitted("statements/read")
    desk.post(reverse("record_client", args=[letting.uid]), {"name": "Kiosk", "scopes": ["state"], "per_minute": ""})

    assert asked(known, "GET", "statements").status_code == 403
    letting.refresh_from_db()
    assert (letting.name, letting.per_minute) == ("Kiosk", None)


def test_when_it_last_spoke_is_noted_once_an_hour():
    letting, known = admitted("statements/read")
    asked(known, "GET", "statements")
    letting.refresh_from_db()
    first = letting.used
    asked(known, "GET", "statements")
    letting.refresh_from_db()
    assert letting.used == first
    Client.objects.update(used=first - timedelta(hours=1, minutes=1))
    asked(known, "GET", "statements")
    letting.refresh_from_db()
    assert letting.used > first


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_for_one_client_as_for_three(desk, count, django_assert_num_queries):
    for _ in range(count):
        admitted("statements/read")
    desk.get(reverse("record_clients"))
    with django_assert_num_queries(LIST):
        desk.get(reverse("record_clients"))


def test_a_hostile_name_is_inert(desk):
    letting, _ = admitted("statements/read", name="<script>alert(1)</script>")
    for page in (reverse("record_clients"), reverse("record_client", args=[letting.uid])):
        assert "<script>alert" not in desk.get(page).content.decode()


def test_nobody_else_sees_or_changes_clients(client, mallory, ada, ivan):
    letting, known = admitted("statements/read")
    doors = [reverse("record_clients"), reverse("record_client_new")]
    doors += [reverse(name, args=[letting.uid]) for name in ("record_client", "record_client_revocation")]
    doors += [reverse("record_client_secret", args=[letting.uid])]
    for user in (None, mallory, ada, teach(ivan)):
        if user:
            client.force_login(user)
        for door in doors:
            assert client.get(door).status_code in (302, 405), (user, door)
            assert client.post(door, {"name": "x", "scopes": ["state"]}).status_code in (302, 405)
        if user:
            page = client.get("/admin/").content.decode()
            assert reverse("record_clients") not in page
    assert Client.objects.count() == 1
    assert asked(known, "GET", "statements").status_code == 200
