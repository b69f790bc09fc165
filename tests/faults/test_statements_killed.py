"""Workers die by kill -9 while clients report and try again: nothing acknowledged is lost, nothing counts twice."""

import http.client
import json
import os
import random
import signal
import threading
import time
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.utils import timezone

from cohort import derived
from courses.models import Client, Effect, Progress, Record
from courses.records import effects, identity
from courses.records.clients import actions as clients
from tests.conformance.xapi.conftest import authorization
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.people import person
from tests.factories.servers import served

pytestmark = [
    pytest.mark.takes(30),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("external_records_on"),
]

REPORTS = 1000
SENDERS = 4
KILLS = 12


def test_workers_killed_under_a_thousand_reports_lose_none_and_double_none():
    people = [person(name) for name in ("Ada Nwosu", "Ben Okafor")]
    course = course_of_lessons(3)
    enrolments = [enrolled(each, course) for each in people]
    client, secret = clients.admit("Player", scopes=[Client.Scope.WRITE, Client.Scope.GRADES])
    lessons = keys(course)
    reports = [_report(people[n % 2], lessons[n % 3]) for n in range(REPORTS)]
    acknowledged: set[str] = set()

    with served(server="gunicorn") as site:
        headers = {"Authorization": authorization(client.key, secret), "X-Experience-API-Version": "2.0.0"}
        waiting = iter(reports)
        turn = threading.Lock()

        def send() -> None:
            while True:
                with turn:
                    report = next(waiting, None)
                if report is None:
                    return
                _until_acknowledged(f"{site.origin}/xapi/statements", report, headers)
                acknowledged.add(report["id"])

        with ThreadPoolExecutor(SENDERS) as pool:
            senders = [pool.submit(send) for _ in range(SENDERS)]
            killed = _kill_workers(site.process.pid, while_any=senders)
            for sender in senders:
                sender.result(timeout=240)

    assert killed == KILLS
    assert acknowledged == {report["id"] for report in reports}
    stored = Record.objects.filter(uid__in=acknowledged)
    assert stored.count() == Record.objects.count() == REPORTS
    for learner in people:
        seqs = list(Record.objects.filter(learner=learner).order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, len(seqs) + 1))
    effects.drain_all(timezone.now() + 2 * effects.LEASE)  # what a killed worker held is free again
    assert not Effect.objects.exists()
    assert {(row.done, row.required) for row in Progress.objects.filter(enrolment__in=enrolments)} == {(3, 3)}
    assert list(derived.differences()) == []


def _report(learner, lesson):
    return {
        "id": str(uuid.uuid4()),
        "actor": identity.actor(learner),
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": identity.activity_iri(lesson)},
    }


def _until_acknowledged(url, report, headers) -> None:
    """Send a report again and again, as a client does, until the site says that it has it."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        request = urllib.request.Request(
            url, json.dumps(report).encode(), {"Content-Type": "application/json", **headers}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                assert json.loads(answer.read()) == [report["id"]]
                return
        except (OSError, http.client.HTTPException):  # no worker there, or it died amid its answer
            time.sleep(0.05)
    raise TimeoutError("never acknowledged")


def _kill_workers(master, *, while_any) -> int:
    """Kill one worker after the other, at random moments, while there is anything to send."""
    killed = 0
    while killed < KILLS and not all(sender.done() for sender in while_any):
        time.sleep(random.uniform(0.1, 0.6))
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            os.kill(int(random.choice(children)), signal.SIGKILL)
            killed += 1
    return killed
