"""The admin's pages of forwarding and of taking over: begun, watched, resumed, ended; the secret is never shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Destination, Import, Refusal, Rejection
from courses.records import actions as records
from courses.records.exchange import forwarding, importing, secrecy
from tests.factories.catalog import teach
from tests.factories.records import foreign

pytestmark = pytest.mark.django_db
DESTINATIONS, DESTINATION, IMPORTS, IMPORT = 8, 11, 8, 10  # queries of the pages
GIVEN = {
    "name": "The region",
    "endpoint": "https://region.example/xapi/statements",
    "key": "us",
    "secret": "between-us",
    "version": "2.0.0",
}


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def destination(**fields):
    return forwarding.begin(**{**GIVEN, "endpoint": "https://region.example/xapi", **fields})


def source(**fields):
    return importing.begin(**{**GIVEN, "endpoint": "https://region.example/xapi", **fields})


def record():
    return records.record(foreign(), provenance="client")


def text(answer):
    return answer.content.decode()


def test_an_admin_begins_to_send(desk):
    answer = desk.post(reverse("destination_new"), {**GIVEN, "verb": "http://adlnet.gov/expapi/verbs/completed"})
    begun = Destination.objects.get()
    assert answer["Location"] == reverse("destination", args=[begun.uid])
    assert (begun.endpoint, begun.verb) == ("https://region.example/xapi", "http://adlnet.gov/expapi/verbs/completed")
    assert secrecy.reveal(begun.secret) == "between-us"
    assert begun.reached > timezone.now() - timedelta(minutes=1)
    for page in (reverse("destinations"), reverse("destination", args=[begun.uid])):
        assert "The region" in text(desk.get(page))
        assert "between-us" not in text(desk.get(page))


def test_what_is_there_already_is_sent_only_where_it_is_ticked(desk):
    desk.post(reverse("destination_new"), {**GIVEN, "from_the_beginning": "on"})
    assert Destination.objects.get().reached == forwarding.BEGINNING


@pytest.mark.parametrize("wrong", [{"endpoint": "file:///etc/passwd"}, {"verb": "completed"}, {"secret": ""}])
def test_what_cannot_be_is_refused_with_the_reason(desk, wrong):
    answer = desk.post(reverse("destination_new"), {**GIVEN, **wrong})
    assert answer.status_code == 200
    assert "error-message" in text(answer)
    assert not Destination.objects.exists()


def test_how_it_goes_is_shown_with_the_reasons(desk):
    begun = destination()
    refused, _ = record(), record()
    Refusal.objects.create(destination=begun, record=refused, reason="400 <b>verb</b>: no IRI", at=timezone.now())
    Destination.objects.update(error="503 <i>closed</i>", tries=10, parked_at=timezone.now())

    assert "Stopped after ten failures" in text(desk.get(reverse("destinations")))
    page = text(desk.get(reverse("destination", args=[begun.uid])))
    assert "503 &lt;i&gt;closed&lt;/i&gt;" in page
    assert "400 &lt;b&gt;verb&lt;/b&gt;: no IRI" in page
    assert reverse("record_statement", args=[refused.uid]) in page
    assert ">2</td>" in page  # both wait


def test_a_button_lets_the_tick_try_again(desk):
    begun = destination()
    Refusal.objects.create(destination=begun, record=record(), reason="400 no", at=timezone.now())
    Destination.objects.update(tries=10, parked_at=timezone.now(), due=timezone.now() + timedelta(hours=6))
    assert desk.post(reverse("destination_resumption", args=[begun.uid])).status_code == 302
    begun.refresh_from_db()
    assert (begun.tries, begun.parked_at, begun.error) == (0, None, "")
    assert begun.due <= timezone.now()
    assert "To be sent again" in text(desk.get(reverse("destination", args=[begun.uid])))


def test_another_secret_is_used_at_once(desk):
    begun = destination()
    Destination.objects.update(tries=10, parked_at=timezone.now())
    door = reverse("destination_credentials", args=[begun.uid])
    assert "between-us" not in text(desk.get(door))
    desk.post(door, {"key": "we", "secret": "another"})
    begun.refresh_from_db()
    assert (begun.key, secrecy.reveal(begun.secret), begun.parked_at) == ("we", "another", None)


def test_sending_is_ended_once_it_is_confirmed(desk):
    begun = destination()
    door = reverse("destination_end", args=[begun.uid])
    assert "Send nothing more to “The region”?" in text(desk.get(door))
    assert Destination.objects.filter(ended=None).exists()
    desk.post(door)
    begun.refresh_from_db()
    assert (begun.ended is not None, begun.secret) == (True, "")
    assert "Ended" in text(desk.get(reverse("destinations")))
    assert desk.post(reverse("destination_resumption", args=[begun.uid])).status_code == 404


def test_an_admin_begins_to_take_over(desk):
    given = {**GIVEN, "since": "2026-01-31 12:00", "scopes": ["progress"]}
    answer = desk.post(reverse("record_import_new"), given)
    begun = Import.objects.get()
    assert answer["Location"] == reverse("record_import", args=[begun.uid])
    assert (begun.scopes, begun.since.year, begun.more) == (["progress"], 2026, "")
    assert "Going" in text(desk.get(reverse("record_imports")))


def test_nobody_lets_an_import_grade(desk):
    desk.post(reverse("record_import_new"), {**GIVEN, "scopes": ["grades"]})
    assert not Import.objects.exists()


def test_what_was_not_kept_is_shown_with_the_reason(desk):
    begun = source()
    Rejection.objects.create(source=begun, statement_id="<b>", reason="verb: <b>none</b>", at=timezone.now())
    Import.objects.update(error="the next page lies on another host", parked_at=timezone.now(), tries=1)
    page = text(desk.get(reverse("record_import", args=[begun.uid])))
    assert "verb: &lt;b&gt;none&lt;/b&gt;" in page
    assert "the next page lies on another host" in page
    assert "Stopped" in page


def test_it_is_resumed_given_another_secret_and_ended(desk):
    begun = source(endpoint="http://127.0.0.1:9/xapi")
    desk.post(reverse("record_import_credentials", args=[begun.uid]), {"key": "we", "secret": "another"})
    Import.objects.update(tries=10, parked_at=timezone.now())
    desk.post(reverse("record_import_resumption", args=[begun.uid]))
    begun.refresh_from_db()
    assert secrecy.reveal(begun.secret) == "another"
    assert (begun.tries, begun.parked_at) == (0, None)
    door = reverse("record_import_end", args=[begun.uid])
    assert "no further?" in text(desk.get(door))
    desk.post(door)
    begun.refresh_from_db()
    assert (begun.finished is not None, begun.secret) == (True, "")
    assert "Stopped by hand" in text(desk.get(reverse("record_imports")))
    assert importing.read_due(timezone.now()) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_much_for_one_as_for_three(desk, count, django_assert_num_queries):
    sent, read = [destination() for _ in range(count)], [source() for _ in range(count)]
    for number in range(count):
        Refusal.objects.create(destination=sent[0], record=record(), reason="no", at=timezone.now())
        Rejection.objects.create(source=read[0], statement_id=str(number), reason="no", at=timezone.now())
    desk.get(reverse("destinations"))
    asked = {
        reverse("destinations"): DESTINATIONS,
        reverse("destination", args=[sent[0].uid]): DESTINATION,
        reverse("record_imports"): IMPORTS,
        reverse("record_import", args=[read[0].uid]): IMPORT,
    }
    for page, queries in asked.items():
        with django_assert_num_queries(queries):
            desk.get(page)


def test_nobody_else_sends_or_takes_over(client, mallory, ada, ivan):
    sent, read = destination(), source()
    doors = [reverse(name) for name in ("destinations", "destination_new", "record_imports", "record_import_new")]
    steps = ("credentials", "resumption", "end")
    doors += [reverse("destination", args=[sent.uid]), reverse("record_import", args=[read.uid])]
    doors += [reverse(f"destination_{step}", args=[sent.uid]) for step in steps]
    doors += [reverse(f"record_import_{step}", args=[read.uid]) for step in steps]
    for user in (None, mallory, ada, teach(ivan)):
        if user:
            client.force_login(user)
        for door in doors:
            assert client.get(door).status_code in (302, 405), (user, door)
            assert client.post(door, GIVEN).status_code in (302, 405), (user, door)
    assert Destination.objects.get().ended is None
    assert Import.objects.get().finished is None
    assert (Destination.objects.get().key, Import.objects.get().tries) == ("us", 0)
