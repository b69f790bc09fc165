"""Forwarding to a second site over the wire: each statement arrives once, whatever happens on the way."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from itertools import islice

import pytest
from django.utils import timezone

from courses.learning import actions as learning
from courses.models import Destination, Record, Refusal
from courses.records import actions as records
from courses.records import bodies
from courses.records.actions import Entry
from courses.records.attachments import Part
from courses.records.exchange import forwarding, leases
from courses.records.statements import Statement
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import foreign
from tests.factories.servers import ROOT, database_url
from tests.factories.stores import KEY, SECRET

pytestmark = [pytest.mark.takes(1), pytest.mark.django_db]


def begin(endpoint, **fields):
    given = {"name": "The region", "endpoint": endpoint, "key": KEY, "secret": SECRET, **fields}
    return forwarding.begin(**given)


def say(*several, **fields):
    return [records.record(statement, provenance="client") for statement in several or [foreign(**fields)]]


def ours():
    return [str(uid) for uid in Record.objects.order_by("stored", "pk").values_list("uid", flat=True)]


def test_what_is_stored_from_now_on_arrives_in_its_order(other, ada):
    say()
    destination = begin(other.endpoint)
    course = course_of_lessons(2)
    for key in keys(course):
        learning.complete_lesson(enrolled(ada, course), activity_key=key)

    assert forwarding.send_due(timezone.now()) == 2
    assert other.ids() == ours()[1:]
    destination.refresh_from_db()
    assert (destination.sent, destination.error, destination.tries) == (2, "", 0)
    assert forwarding.send_due(timezone.now()) == 0


def test_what_was_there_before_is_sent_where_that_is_asked(other):
    say(*[foreign() for _ in range(120)])
    begin(other.endpoint, from_the_beginning=True)
    assert forwarding.send_due(timezone.now()) == 120
    assert other.ids() == ours()


def test_a_statement_arrives_as_it_is(other):
    statement = Statement.read(
        foreign(
            result={"score": {"raw": 1.50}},
            object={"id": "https://elsewhere.example/b", "definition": {"name": {"en": "Ünïcode \u202e"}}},
        )
    )
    begin(other.endpoint)
    say(statement)
    forwarding.send_due(timezone.now())
    arrived, stored = (json.loads(text) for text in (other.texts()[str(statement.id)], Record.objects.get().statement))
    for set_by_the_store in ("stored", "authority"):
        del arrived[set_by_the_store], stored[set_by_the_store]
    assert arrived == stored


def test_only_what_the_filter_means_is_sent(other):
    begin(other.endpoint, verb="http://adlnet.gov/expapi/verbs/completed", activity="https://elsewhere.example/a")
    wanted = foreign(
        verb={"id": "http://adlnet.gov/expapi/verbs/completed"}, object={"id": "https://elsewhere.example/a"}
    )
    say(wanted, foreign(), foreign(object={"id": "https://elsewhere.example/a"}))
    forwarding.send_due(timezone.now())
    assert other.ids() == [wanted["id"]]


def test_where_only_some_are_meant_what_takes_those_back_is_sent_as_well(other, admin):
    begin(other.endpoint, verb="http://adlnet.gov/expapi/verbs/completed")
    wanted, unwanted = say(foreign(verb={"id": "http://adlnet.gov/expapi/verbs/completed"}), foreign())
    records.void(unwanted, by=admin)
    voiding = records.void(wanted, by=admin)
    forwarding.send_due(timezone.now())
    assert other.ids() == [str(wanted.uid), str(voiding.uid)]
    assert other.ask("GET", f"statements?statementId={wanted.uid}")[0] == 404


def test_a_voided_statement_and_its_voiding_both_arrive(other, admin):
    begin(other.endpoint)
    (record,) = say()
    records.void(record, by=admin)
    forwarding.send_due(timezone.now())
    assert other.ids() == ours()
    assert other.ask("GET", f"statements?statementId={record.uid}")[0] == 404
    assert other.ask("GET", f"statements?voidedStatementId={record.uid}")[0] == 200


def test_attachments_go_along(other):
    octets = b"\x00\xff\r\n--photo"
    sha2 = hashlib.sha256(octets).hexdigest()
    statement = Statement.read(
        foreign(
            attachments=[
                {
                    "usageType": "https://elsewhere.example/evidence",
                    "display": {"en": "Photo"},
                    "contentType": "image/png",
                    "length": len(octets),
                    "sha2": sha2,
                }
            ]
        )
    )
    begin(other.endpoint)
    say(foreign())
    entry = Entry(statement=statement, provenance="client")
    bodies.record_with([entry], [Part(sha2=sha2, content_type="image/png", octets=octets)])
    say(foreign())

    assert forwarding.send_due(timezone.now()) == 3
    assert other.ids() == ours()
    assert octets in other.ask("GET", f"statements?statementId={statement.id}&attachments=true")[1]


def test_to_a_store_that_knows_the_earlier_version_they_say_so(other):
    begin(other.endpoint, version="1.0.3")
    say()
    assert forwarding.send_due(timezone.now()) == 1
    assert json.loads(next(iter(other.texts().values())))["version"] == "1.0.0"


def test_failures_are_kept_with_their_reason_and_tried_again_ever_later(proxy):
    destination = begin(proxy.endpoint)
    say()
    proxy.plan = [503, "redirect", "lose", "pass"]
    now = timezone.now()
    waits, reasons = [], []
    for _ in range(3):
        assert forwarding.send_due(now) == 0
        destination.refresh_from_db()
        waits.append(destination.due - now)
        reasons.append(destination.error)
        assert forwarding.send_due(now) == 0  # not yet due
        now = destination.due
    assert waits == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert reasons[0] == "503 not now"
    assert reasons[1] == "302"
    assert reasons[2].startswith(("RemoteDisconnected", "ConnectionReset", "BadStatusLine"))
    # The third had arrived, its answer was lost: sent again, it is there once.
    assert forwarding.send_due(now) == 1
    destination.refresh_from_db()
    assert (destination.tries, destination.error, destination.sent) == (0, "", 1)
    assert proxy.store.ids() == ours()
    assert proxy.asked == ["POST /xapi/statements"] * 4  # the redirect was not followed


def test_it_is_parked_after_ten_tries_and_resumed_by_hand(proxy):
    destination = begin(proxy.endpoint)
    say()
    proxy.plan = [500] * 10
    now = timezone.now()
    for _ in range(12):
        forwarding.send_due(now)
        now += timedelta(hours=7)
    destination.refresh_from_db()
    assert (destination.tries, destination.error) == (10, "500 not now")
    assert destination.parked_at is not None
    assert len(proxy.asked) == 10

    forwarding.resume(destination)
    assert forwarding.send_due(timezone.now()) == 1
    destination.refresh_from_db()
    assert (destination.parked_at, destination.error, destination.sent) == (None, "", 1)
    assert proxy.store.ids() == ours()


def test_one_that_is_refused_is_set_aside_with_the_reason_and_the_others_arrive(other):
    destination = begin(other.endpoint)
    good, bad, also = foreign(), foreign(), foreign()
    said = say(good, bad, also)
    Record.objects.filter(uid=bad["id"]).update(statement=said[1].statement.replace("experienced", "exper ienced"))

    assert forwarding.send_due(timezone.now()) == 2
    assert set(other.ids()) == {good["id"], also["id"]}
    refusal = Refusal.objects.get()
    assert (refusal.record.uid, refusal.reason[:4]) == (uuid.UUID(bad["id"]), "400 ")
    assert "verb" in refusal.reason
    destination.refresh_from_db()
    assert destination.sent == 2
    assert forwarding.send_due(timezone.now()) == 0

    forwarding.resume(destination)
    assert forwarding.send_due(timezone.now()) == 0
    assert Refusal.objects.get().reason[:4] == "400 "

    Record.objects.filter(uid=bad["id"]).update(statement=said[1].statement)
    forwarding.resume(destination)
    assert forwarding.send_due(timezone.now()) == 1
    assert not Refusal.objects.exists()
    assert set(other.ids()) == {good["id"], bad["id"], also["id"]}
    destination.refresh_from_db()
    assert destination.sent == 3


def test_what_was_refused_is_tried_again_in_batches_by_the_tick_and_before_what_waits(proxy):
    destination = begin(proxy.endpoint)
    refused = say(*[foreign() for _ in range(60)])
    destination.reached, destination.reached_pk = refused[-1].stored, refused[-1].pk
    destination.save()
    for record in refused:
        Refusal.objects.create(destination=destination, record=record, reason="503 closed", at=timezone.now())
    say()

    forwarding.resume(destination)
    assert proxy.asked == []  # nothing in the request of who pressed the button
    proxy.plan = ["pass", 503]
    assert forwarding.send_due(timezone.now()) == 0
    assert Refusal.objects.count() == 10
    destination.refresh_from_db()
    assert destination.sent == 50
    assert forwarding.send_due(destination.due) == 11
    assert proxy.store.ids() == ours()
    assert len(proxy.asked) == 4
    destination.refresh_from_db()
    assert (destination.sent, Refusal.objects.count()) == (61, 0)


def test_one_that_takes_its_time_gets_no_more_than_its_turn_and_yet_further(proxy, monkeypatch):
    """Halving goes on when the turn is over, until something is settled; the next turn goes on after it."""
    begin(proxy.endpoint)
    say(*[foreign() for _ in range(8)])
    turn = leases.turn
    monkeypatch.setattr(leases, "turn", lambda: islice(turn(), 1))
    proxy.plan = [400, 400, "pass"]
    assert forwarding.send_due(timezone.now()) == 2
    assert len(proxy.asked) == 3
    assert forwarding.send_due(timezone.now()) == 6
    assert proxy.store.ids() == ours()


def test_where_another_took_over_nothing_more_is_sent(proxy):
    destination = begin(proxy.endpoint)
    say()
    Destination.objects.update(leased_until=timezone.now() + leases.LEASE)
    with pytest.raises(leases.Failed):
        forwarding._send(destination)
    assert proxy.asked == []


def test_one_that_is_there_already_has_arrived(other):
    begin(other.endpoint)
    mine = foreign()
    other.say({**mine, "object": {"id": "https://elsewhere.example/film"}})
    say(mine, foreign())
    assert forwarding.send_due(timezone.now()) == 2
    assert not Refusal.objects.exists()
    assert set(other.ids()) == set(ours())


def test_wrong_credentials_hold_the_destination_and_lose_nothing(other):
    destination = begin(other.endpoint, secret="wrong")
    say()
    assert forwarding.send_due(timezone.now()) == 0
    destination.refresh_from_db()
    assert destination.error.startswith("401")
    assert forwarding.waiting(destination).count() == 1
    assert not Refusal.objects.exists()


def test_what_is_committed_late_is_not_passed_over(other, monkeypatch):
    """Nothing beyond what is settled is sent, so a row with an earlier time may still come."""
    destination = begin(other.endpoint)
    (late,) = say()
    Record.objects.filter(pk=late.pk).update(stored=late.stored + timedelta(hours=1))
    assert forwarding.send_due(timezone.now()) == 0
    say()
    assert forwarding.send_due(timezone.now()) == 1
    destination.refresh_from_db()
    assert destination.reached < late.stored + timedelta(hours=1)


def test_one_leased_to_another_is_left_alone(other):
    begin(other.endpoint)
    say()
    now = timezone.now()
    Destination.objects.update(leased_until=now + leases.LEASE)
    assert forwarding.send_due(now) == 0
    assert forwarding.send_due(now + leases.LEASE) == 1


def test_an_ended_destination_gets_nothing_and_its_secret_is_gone(other):
    destination = begin(other.endpoint)
    forwarding.end(destination)
    say()
    assert forwarding.send_due(timezone.now()) == 0
    assert Destination.objects.get().secret == ""
    assert other.ids() == []


def test_the_secret_is_not_in_the_database(other, settings):
    destination = begin(other.endpoint)
    assert SECRET not in Destination.objects.get().secret
    settings.SECRET_KEY = "another"
    say()
    forwarding.send_due(timezone.now())
    destination.refresh_from_db()
    assert "SECRET_KEY" in destination.error


KILLED = """
import django
django.setup()
from django.utils import timezone
from courses.records import consistency
from courses.records.exchange import forwarding
consistency.SKEW *= 0  # one clock here
forwarding.BATCH = 5
noted, batches = forwarding._advance, []
def stop(*given, **more):
    batches.append(given)
    if len(batches) == 3:  # sent, and not yet noted
        print("here", flush=True)
        import time
        time.sleep(60)
    return noted(*given, **more)
forwarding._advance = stop
forwarding.send_due(timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_each_arrives_once(other):
    destination = begin(other.endpoint)
    say(*[foreign() for _ in range(23)])
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cohort.settings.test",
        "DATABASE_URL": database_url(),
        "EXCHANGE_WITH_PRIVATE_ADDRESSES": "1",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }
    child = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"here\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait(timeout=20)
    child.stdout.close()
    destination.refresh_from_db()
    assert (destination.sent, len(other.ids())) == (10, 15)

    assert forwarding.send_due(timezone.now()) == 0  # the dead one's lease lasts a while
    sent, end = 0, time.monotonic() + 20
    while sent < 13 and time.monotonic() < end:  # PostgreSQL has yet to notice that it died
        sent += forwarding.send_due(timezone.now() + leases.LEASE)
    assert sent == 13
    assert other.ids() == ours()
    destination.refresh_from_db()
    assert (destination.sent, destination.tries) == (23, 0)
