"""What each scope opens: every scope by every resource and method."""

import json
import uuid
from urllib.parse import quote, urlencode

import pytest

from courses.models import Client, Document, Record
from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db

ACTIVITY = "https://elsewhere.example/book"
AGENT = json.dumps({"mbox": "mailto:ada@elsewhere.example"})
STATE = urlencode({"activityId": ACTIVITY, "agent": AGENT, "stateId": "place"})
PROFILE = urlencode({"activityId": ACTIVITY, "profileId": "book"})
PERSON = urlencode({"agent": AGENT, "profileId": "reader"})
DOORS = {
    "GET statements": ("GET", "statements", None),
    "HEAD statements": ("HEAD", "statements", None),
    "POST statements": ("POST", "statements", foreign),
    "PUT statements": ("PUT", f"statements?statementId={uuid.uuid4()}", lambda: foreign(id=None)),
    "GET state": ("GET", f"activities/state?{STATE}", None),
    "POST state": ("POST", f"activities/state?{STATE}", dict),
    "PUT state": ("PUT", f"activities/state?{STATE}", dict),
    "DELETE state": ("DELETE", f"activities/state?{STATE}", None),
    "GET activity profile": ("GET", f"activities/profile?{PROFILE}", None),
    "POST activity profile": ("POST", f"activities/profile?{PROFILE}", dict),
    "DELETE activity profile": ("DELETE", f"activities/profile?{PROFILE}", None),
    "GET agent profile": ("GET", f"agents/profile?{PERSON}", None),
    "POST agent profile": ("POST", f"agents/profile?{PERSON}", dict),
    "DELETE agent profile": ("DELETE", f"agents/profile?{PERSON}", None),
    "GET activities": ("GET", f"activities?activityId={quote(ACTIVITY)}", None),
    "GET agents": ("GET", f"agents?{urlencode({'agent': AGENT})}", None),
}
READS = {"GET statements", "HEAD statements", "GET activities", "GET agents"}
STATES = {door for door in DOORS if door.endswith(" state")}
PROFILES = {door for door in DOORS if door.endswith(" profile")}
OPENS: dict[str, set[str]] = {
    "statements/write": {"POST statements", "PUT statements"},
    "statements/read/mine": READS,
    "statements/read": READS,
    "state": STATES,
    "profile": PROFILES | {"GET activities", "GET agents"},
    "progress": set(),
    "grades": set(),
    "email": set(),
}


def test_every_scope_stands_in_the_matrix():
    assert set(OPENS) == set(Client.Scope.values)


@pytest.mark.parametrize("scope", sorted(OPENS))
def test_a_client_with_one_scope_opens_those_doors_and_no_other(scope):
    _, known = admitted(scope)
    before = Record.objects.count() + Document.objects.count()
    opened = set()
    for door, (method, path, body) in DOORS.items():
        sent = body() if body else None
        if sent and sent.get("id", "") is None:
            del sent["id"]
        if asked(known, method, path, sent).status_code != 403:
            opened.add(door)
    assert opened == OPENS[scope]
    if not {"POST statements", "POST state", "POST activity profile"} & opened:
        assert Record.objects.count() + Document.objects.count() == before


def test_a_client_that_only_writes_reads_nothing_back():
    _, known = admitted("statements/write")
    statement = foreign()
    assert asked(known, "POST", "statements", statement).status_code == 200
    assert asked(known, "GET", f"statements?statementId={statement['id']}").status_code == 403
    assert asked(known, "GET", f"statements?voidedStatementId={statement['id']}").status_code == 403


def test_a_client_that_reads_its_own_sees_nobody_elses():
    _, writes = admitted("statements/write")
    _, known = admitted("statements/write", "statements/read/mine", name="Another phone")
    others, own = foreign(), foreign()
    asked(writes, "POST", "statements", others)
    asked(known, "POST", "statements", own)

    found = json.loads(asked(known, "GET", "statements").content)["statements"]
    assert [one["id"] for one in found] == [own["id"]]
    assert asked(known, "GET", f"statements?statementId={others['id']}").status_code == 404
