"""Two people connect: asked, accepted, ended; the first connection asks what they may see."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from community.connections import actions, queries
from community.models import Connection, Notification
from community.notifications.actions import read_all
from community.notifications.mailing import send_due
from community.notifications.queries import tray, unread_count
from tests.factories.groups import group, member
from tests.factories.markup import tight
from tests.factories.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def circle(grace, ada, ben):
    made = group(grace)
    member(made, ada)
    member(made, ben)
    return made


def test_asked_then_accepted_connects_both(ada, ben):
    connection = actions.ask(ada, other=ben)
    assert not queries.connected_ids(ada).exists()
    actions.accept(connection, by=ben)
    assert set(queries.connected_ids(ada)) == {ben.pk}
    assert set(queries.connected_ids(ben)) == {ada.pk}


def test_only_the_one_who_was_asked_accepts(ada, ben, mallory):
    connection = actions.ask(ada, other=ben)
    for other in (ada, mallory):
        assert actions.accept(connection, by=other).accepted_at is None


def test_asking_twice_is_one_request_and_asking_back_accepts(ada, ben):
    first = actions.ask(ada, other=ben)
    assert actions.ask(ada, other=ben).pk == first.pk
    assert actions.ask(ben, other=ada).accepted_at is not None
    assert Connection.objects.count() == 1


def test_nobody_connects_with_themselves(ada):
    with pytest.raises(ValidationError):
        actions.ask(ada, other=ada)


def test_either_ends_it_and_may_ask_again(ada, ben, mallory):
    connection = actions.accept(actions.ask(ada, other=ben), by=ben)
    actions.remove(connection, by=mallory)
    assert queries.between(ada, ben) is not None
    actions.remove(connection, by=ada)
    assert queries.between(ada, ben) is None
    assert actions.ask(ada, other=ben).pk != connection.pk


def test_after_a_no_one_waits_while_the_other_may_ask(ada, ben):
    now = timezone.now()
    actions.remove(actions.ask(ada, other=ben, at=now), by=ben, at=now)
    for days in (0, 29):
        with pytest.raises(ValidationError, match="You can ask Ben Okafor to connect again from"):
            actions.ask(ada, other=ben, at=now + timedelta(days=days))
    assert list(Notification.objects.filter(unread=True)) == []

    assert actions.ask(ada, other=ben, at=now + timedelta(days=31)).asked == ben
    actions.remove(queries.between(ada, ben), by=ada)
    assert actions.ask(ben, other=ada).asked == ada


def test_who_was_removed_waits_too(ada, ben):
    actions.remove(actions.accept(actions.ask(ada, other=ben), by=ben), by=ben)

    with pytest.raises(ValidationError):
        actions.ask(ada, other=ben)


def test_asking_taking_back_and_asking_again_is_one_thread_that_tells_once(ada, ben):
    for _ in range(30):
        last = actions.ask(ada, other=ben)
        actions.remove(last, by=ada)
        assert unread_count(ben) == 0
    due = Notification.objects.get(recipient=ben).mail_due_at
    last = actions.ask(ada, other=ben)
    row = Notification.objects.get(recipient=ben)

    assert (row.count, row.mail_due_at, row.data["connection"]) == (1, due, str(last.uid))
    assert [card.url for card in tray(ben)] == [reverse("profiles:person", args=[ada.uid])]
    assert unread_count(ben) == 1  # they had read none of the others


def test_who_read_that_one_asks_is_not_told_again_when_it_is_taken_back_and_asked_anew(ada, ben):
    first = actions.ask(ada, other=ben)
    read_all(ben)
    actions.remove(first, by=ada)
    actions.ask(ada, other=ben)

    assert (unread_count(ben), len(tray(ben))) == (0, 1)


def test_who_was_connected_and_ended_it_is_heard_when_they_ask_again(ada, ben):
    first = actions.accept(actions.ask(ada, other=ben), by=ben)
    read_all(ben)
    actions.remove(first, by=ada)
    actions.ask(ada, other=ben)

    assert unread_count(ben) == 1


def test_what_was_taken_back_is_mailed_only_once_it_is_asked_again(ada, ben, mailoutbox):
    EmailAddress.objects.create(user=ben, email=ben.email, verified=True, primary=True)
    actions.remove(actions.ask(ada, other=ben), by=ada)
    send_due(timezone.now())
    assert mailoutbox == []

    actions.ask(ada, other=ben)
    send_due(timezone.now())
    actions.remove(queries.between(ada, ben), by=ada)
    actions.ask(ada, other=ben)
    send_due(timezone.now())
    assert len(mailoutbox) == 1


def test_the_page_says_when_one_may_ask_again(client, circle, ada, ben):
    actions.remove(actions.ask(ada, other=ben), by=ben)
    client.force_login(ada)
    answer = client.post(reverse("connections:ask", args=[ben.uid]), follow=True)

    assert "You can ask Ben Okafor to connect again from" in answer.content.decode()
    assert queries.between(ada, ben) is None


def test_the_one_asked_and_then_the_asker_are_told(ada, ben):
    connection = actions.ask(ada, other=ben)
    actions.accept(connection, by=ben)
    assert set(Notification.objects.values_list("recipient", "verb")) == {
        (ben.pk, "asked_to_connect"),
        (ada.pk, "connected"),
    }


def test_page_walks_through_every_state(client, circle, ada, ben):
    client.force_login(ada)
    profile = reverse("profiles:person", args=[ben.uid])
    assert "Connect</button>" in tight(client.get(profile))
    first = client.post(reverse("connections:ask", args=[ben.uid]))
    assert first["Location"] == reverse("connections:sharing")
    assert "Take it back" in client.get(profile).content.decode()
    connection = Connection.objects.get()
    assert client.post(reverse("connections:acceptance", args=[connection.uid])).status_code == 404
    client.force_login(ben)
    back = reverse("profiles:person", args=[ada.uid])
    assert "Accept</button>" in tight(client.get(back))
    accepted = client.post(reverse("connections:acceptance", args=[connection.uid]))
    assert accepted["Location"] == reverse("connections:sharing")
    assert "Connected</span>" in tight(client.get(back))
    client.post(reverse("connections:removal", args=[connection.uid]))
    assert "Connect</button>" in tight(client.get(back))


def test_first_connection_asks_what_connections_see(client, circle, ada, ben):
    client.force_login(ada)
    page = client.get(reverse("connections:sharing")).content.decode()
    assert 'value="private" checked' in page
    client.post(reverse("connections:sharing"), {"sharing": "named"})
    ada.refresh_from_db()
    assert ada.sharing == "named"
    assert ada.shared_since is not None


def test_outsider_reaches_no_connection_of_others(client, ada, ben, mallory):
    connection = actions.ask(ada, other=ben)
    client.force_login(mallory)
    for name in ("connections:acceptance", "connections:removal"):
        assert client.post(reverse(name, args=[connection.uid])).status_code == 404
    connection.refresh_from_db()
    assert (connection.accepted_at, connection.ended_at) == (None, None)


def test_asker_out_of_sight_is_named_without_a_door(client, ada, ben):
    ada.headline = "Canary headline"
    ada.save()
    actions.ask(ada, other=ben)
    client.force_login(ben)
    page = client.get(reverse("connections:list")).content.decode()
    assert "Ada Nwosu" in page
    assert "Canary" not in page
    assert reverse("profiles:person", args=[ada.uid]) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same(client, ada, django_assert_num_queries, count):
    for number in range(count):
        other = person(f"Known {number}", email=f"known{number}@example.org")
        actions.accept(actions.ask(other, other=ada), by=ada)
    client.force_login(ada)
    with django_assert_num_queries(6):
        page = tight(client.get(reverse("connections:list")))
    assert page.count(">Known ") == count
