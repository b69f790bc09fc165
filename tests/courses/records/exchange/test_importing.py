"""Taking over another store over the wire: every statement once, whatever interrupts it, or the reason why not."""

import hashlib
import json
import sqlite3
import uuid
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from courses.models import Import, PageRead, Progress, Record, RecordAttachment, Rejection
from courses.records import actions as records
from courses.records.exchange import importing, leases
from courses.records.identity import activity_iri
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, foreign
from tests.factories.stores import KEY, SECRET, ring

pytestmark = pytest.mark.django_db
COMPLETED = {"id": "http://adlnet.gov/expapi/verbs/completed"}


def begin(endpoint, **fields):
    given = {"name": "The old store", "endpoint": endpoint, "key": KEY, "secret": SECRET, **fields}
    return importing.begin(**given)


def ours():
    return [str(uid) for uid in Record.objects.order_by("pk").values_list("uid", flat=True)]


def test_everything_is_taken_over_in_its_order_as_reported(other, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    other.say(*[foreign() for _ in range(35)])
    source = begin(other.endpoint)

    assert importing.read_due(timezone.now()) == 35
    assert ours() == other.ids()
    assert set(Record.objects.values_list("provenance", "learner")) == {("client", None)}
    assert json.loads(Record.objects.first().statement)["authority"]["name"] == "The old store"
    source.refresh_from_db()
    assert (source.pages, source.read, source.error, source.tries) == (4, 35, "", 0)
    assert source.finished is not None
    assert importing.read_due(timezone.now()) == 0


def test_numbers_keep_their_literals(other):
    text = json.dumps([foreign(result={"score": {"raw": 0}})]).replace('"raw": 0', '"raw": 1.50e2')
    assert other.ask("POST", "statements", text.encode())[0] == 200
    begin(other.endpoint)
    importing.read_due(timezone.now())
    assert '"raw":1.50e2' in Record.objects.get().statement


def test_only_what_was_stored_since_is_asked_for(other):
    before, after = foreign(), foreign()
    other.say(before)
    since = datetime.fromisoformat(json.loads(other.texts()[before["id"]])["stored"])
    other.say(after)
    begin(other.endpoint, since=since)
    importing.read_due(timezone.now())
    assert ours() == [after["id"]]


def test_interrupted_it_goes_on_where_it_was_without_doubles(proxy, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    proxy.store.say(*[foreign() for _ in range(35)])
    source = begin(proxy.endpoint)
    proxy.plan = ["pass", "pass", 503]
    now = timezone.now()

    assert importing.read_due(now) == 0
    source.refresh_from_db()
    assert (source.read, source.pages, source.error) == (20, 2, "503 not now")
    assert source.due > now
    assert importing.read_due(source.due) == 15
    assert ours() == proxy.store.ids()
    assert len(proxy.asked) == 5
    source.refresh_from_db()
    assert (source.read, source.pages) == (35, 4)


def test_killed_after_a_page_was_stored_and_before_it_was_noted_it_reads_it_again(other, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    other.say(*[foreign() for _ in range(15)])
    source = begin(other.endpoint)
    noted = importing._note

    class Killed(BaseException):
        pass

    def die(*given):
        raise Killed

    monkeypatch.setattr(importing, "_note", die)
    with pytest.raises(Killed):
        importing.read_due(timezone.now())
    assert Record.objects.count() == 10
    monkeypatch.setattr(importing, "_note", noted)
    assert importing.read_due(timezone.now()) == 0
    assert importing.read_due(timezone.now() + leases.LEASE) == 15
    assert ours() == other.ids()
    source.refresh_from_db()
    assert source.finished is not None


def test_where_the_address_of_a_page_is_known_no_more_it_goes_on_by_time(proxy, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    proxy.store.say(*[foreign() for _ in range(15)])
    begin(proxy.endpoint)
    proxy.plan = ["pass", 404]
    importing.read_due(timezone.now())
    assert set(ours()) == set(proxy.store.ids())
    assert "since=" in proxy.asked[2]


def test_parked_after_ten_tries_it_is_resumed_by_hand(proxy):
    proxy.store.say(foreign())
    source = begin(proxy.endpoint)
    proxy.plan = [401] * 10
    now = timezone.now()
    for _ in range(12):
        importing.read_due(now)
        now += timedelta(hours=7)
    source.refresh_from_db()
    assert (source.tries, source.error, source.parked_at is not None) == (10, "401 not now", True)
    importing.resume(source)
    assert importing.read_due(timezone.now()) == 1
    assert ours() == proxy.store.ids()


def test_a_page_elsewhere_is_not_followed(other):
    source = begin(other.endpoint)
    Import.objects.update(more="http://evil.example/xapi/statements?cursor=x")
    importing.read_due(timezone.now())
    source.refresh_from_db()
    assert source.error == "the next page lies on another host"
    assert source.parked_at is not None


def test_a_store_within_ones_own_network_is_not_asked_unless_allowed(other, settings):
    settings.EXCHANGE_WITH_PRIVATE_ADDRESSES = False
    source = begin(other.endpoint)
    importing.read_due(timezone.now())
    source.refresh_from_db()
    assert "open internet" in source.error
    assert not Record.objects.exists()


def test_what_will_not_do_is_kept_with_its_reason_and_the_rest_is_taken_over(other):
    good, wrong, taken, also = (foreign() for _ in range(4))
    other.say(good, wrong, taken, also)
    records.record({**taken, "object": {"id": "https://elsewhere.example/film"}}, provenance="client")
    spoil(other, wrong["id"], "experienced", "exper ienced")
    source = begin(other.endpoint)

    assert importing.read_due(timezone.now()) == 4
    assert set(ours()) == {good["id"], also["id"], taken["id"]}
    reasons = dict(Rejection.objects.values_list("statement_id", "reason"))
    assert set(reasons) == {wrong["id"], taken["id"]}
    assert "verb" in reasons[wrong["id"]]
    assert reasons[taken["id"]] == "another statement is stored here under this id"
    source.refresh_from_db()
    assert source.finished is not None


def spoil(store, uid, old, new):
    with closing(sqlite3.connect(store.database, timeout=20)) as base, base:
        base.execute(
            "UPDATE courses_record SET statement = replace(statement, ?, ?) WHERE statement LIKE ?",
            (old, new, f"%{uid}%"),
        )


def test_a_page_that_is_none_stops_it_with_the_reason(other):
    other.say(foreign())
    source = begin(other.origin + "/nothing/here")
    importing.read_due(timezone.now())
    source.refresh_from_db()
    assert source.error.startswith("404")


@pytest.mark.parametrize(
    ("scopes", "mapped", "moved"),
    [((), {"account"}, 0), (("email",), {"account", "mail"}, 0), (("progress", "grades"), {"account"}, 1)],
)
def test_people_and_progress_follow_what_it_may(other, ada, scopes, mapped, moved):
    course = course_of_lessons(2)
    enrolled(ada, course)
    EmailAddress.objects.create(user=ada, email="ada@work.example", verified=True)
    first, second = keys(course)
    said = {
        "account": foreign(actor=account(ada), verb=COMPLETED, object={"id": activity_iri(first)}),
        "mail": foreign(actor={"mbox": "mailto:ada@work.example"}, object={"id": activity_iri(second)}),
    }
    other.say(*said.values())
    source = begin(other.endpoint, scopes=scopes)
    importing.read_due(timezone.now())

    found = {str(uid) for uid in Record.objects.filter(learner=ada).values_list("uid", flat=True)}
    assert found == {said[name]["id"] for name in mapped}
    assert set(Record.objects.values_list("provenance", flat=True)) == {"client"}
    assert sum(Progress.objects.values_list("done", flat=True)) == moved
    assert "grades" not in source.scopes


def test_attachments_come_along(other):
    octets = b"\x00\xff\r\n--photo"
    sha2 = hashlib.sha256(octets).hexdigest()
    evidence = {
        "usageType": "https://elsewhere.example/evidence",
        "display": {"en": "Photo"},
        "contentType": "image/png",
        "length": len(octets),
        "sha2": sha2,
    }
    statement = foreign(attachments=[evidence])
    boundary = uuid.uuid4().hex
    body = (
        (
            f"--{boundary}\r\nContent-Type: application/json\r\n\r\n{json.dumps(statement)}\r\n--{boundary}\r\n"
            f"Content-Type: image/png\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\n"
        ).encode()
        + octets
        + f"\r\n--{boundary}--\r\n".encode()
    )
    kind = {"Content-Type": f"multipart/mixed; boundary={boundary}"}
    assert other.ask("POST", "statements", body, **kind)[0] == 200
    other.say(foreign())
    begin(other.endpoint)

    assert importing.read_due(timezone.now()) == 2
    kept = RecordAttachment.objects.get()
    assert (str(kept.record.uid), kept.body.sha2) == (statement["id"], sha2)
    with kept.body.file.open("rb") as file:
        assert file.read() == octets
    assert not Rejection.objects.exists()


@pytest.mark.parametrize(
    "links",
    [
        ["/x?p=2", "/x?p=1"],
        ["/x?p=2", "/x?p=2"],
        ["/x?p=1", "/x?p=1"],
        ["/x?p=2&n={n}", "/x?p=1&n={n}"],
        ["/x?p=2", "/x?p=3", "/x?p=2"],
    ],
)
def test_pages_that_lead_round_in_a_ring_are_read_once(other, settings, links):
    pages = [[foreign() for _ in range(3)] for _ in links]
    with ring(pages, links) as endpoint:
        source = begin(endpoint)
        now = timezone.now()
        for _ in range(12):
            importing.read_due(now)
            now += timedelta(hours=7)
    read = {one["id"] for page in pages for one in page} if links != ["/x?p=1", "/x?p=1"] else {*map(id_of, pages[0])}
    assert set(ours()) == read
    source.refresh_from_db()
    assert (source.read, source.pages * 3) == (len(read), len(read))
    assert "read before" in source.error
    assert (source.finished, source.parked_at is not None) == (None, True)
    importing.stop(source)
    assert not PageRead.objects.exists()


def id_of(statement):
    return statement["id"]


def test_an_import_that_ends_forgets_the_pages_it_read(other, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    other.say(*[foreign() for _ in range(35)])
    begin(other.endpoint)
    importing.read_due(timezone.now())
    assert not PageRead.objects.exists()


def test_where_no_page_but_the_first_is_ever_known_it_does_not_begin_again_for_ever(proxy, monkeypatch):
    monkeypatch.setattr(importing, "PAGE", 10)
    monkeypatch.setattr(importing, "_last_stored", lambda values: None)  # a store that does not say when
    proxy.store.say(*[foreign() for _ in range(15)])
    source = begin(proxy.endpoint)
    proxy.plan = ["pass", 404]
    importing.read_due(timezone.now())
    source.refresh_from_db()
    assert (source.read, len(proxy.asked)) == (10, 2)
    assert "read before" in source.error


def test_what_was_sent_there_from_here_is_no_other_statement_when_it_comes_back(other, ada):
    untimed, timed = foreign(), foreign(timestamp="2026-11-03T18:00:00.123456+01:00", result={"score": {"raw": 4.0}})
    for said in (untimed, timed):
        records.record(said, provenance="client")
    before = list(Record.objects.order_by("pk").values())
    back = [json.loads(text) for text in Record.objects.order_by("pk").values_list("statement", flat=True)]
    other.say(*[{**one, "version": "1.0.0"} for one in back], foreign())
    spoil(other, timed["id"], "2026-11-03T18:00:00.123456+01:00", "2026-11-03T17:00:00.123Z")
    begin(other.endpoint)
    assert importing.read_due(timezone.now()) == 3
    assert not Rejection.objects.exists()
    assert list(Record.objects.order_by("pk").values())[:2] == before
    assert Record.objects.count() == 3
