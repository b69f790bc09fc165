"""What the store tells of an activity or a person, and to whom."""

import json
from urllib.parse import urlencode

import pytest

from courses.records import queries
from courses.records.clients import actions as clients
from courses.records.identity import activity_iri
from courses.records.words import VOIDED
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, admitted, asked, basic, foreign

pytestmark = pytest.mark.django_db

ACTIVITY = "https://elsewhere.example/book"
AGENT = {"mbox": "mailto:ada@elsewhere.example"}


def names(known, agent=AGENT):
    """Return the names the store tells of an agent."""
    return json.loads(asked(known, "GET", f"agents?{urlencode({'agent': json.dumps(agent)})}").content)["name"]


def title(known, iri=ACTIVITY):
    """Return what the store calls an activity."""
    answer = json.loads(asked(known, "GET", f"activities?{urlencode({'activityId': iri})}").content)
    return answer.get("definition", {}).get("name")


def said(known, name):
    """Let a client name a person and a book, and return the statement's id."""
    statement = foreign(
        actor={**AGENT, "name": name}, object={"id": ACTIVITY, "definition": {"name": {"en": f"{name}'s book"}}}
    )
    assert asked(known, "POST", "statements", statement).status_code == 200
    return statement["id"]


@pytest.mark.parametrize("scope", ["statements/read/mine", "profile"])
def test_who_may_not_read_all_learns_only_what_they_said_themselves(scope):
    _, others = admitted("statements/write")
    _, own = admitted("statements/write", scope, name="Another phone")
    _, all_read = admitted("statements/read", name="A report")
    said(others, "Ada Nwosu")

    assert (names(own), title(own)) == ([], None)
    said(own, "A.")
    assert (names(own), title(own)) == (["A."], {"en": "A.'s book"})
    assert set(names(all_read)) == {"A.", "Ada Nwosu"}


def test_what_is_voided_tells_nothing():
    _, known = admitted("statements/write", "statements/read")
    uid = said(known, "Ada Nwosu")
    assert names(known) == ["Ada Nwosu"]

    voiding = foreign(verb={"id": VOIDED}, object={"objectType": "StatementRef", "id": uid})
    assert asked(known, "POST", "statements", voiding).status_code == 200
    assert (names(known), title(known)) == ([], None)


def test_a_launch_learns_of_its_own_learner_and_of_nobody_else(ada, ben):
    course = course_of_lessons(1)
    [key] = keys(course)
    _, secret = clients.launch(enrolled(ada, course), activity_key=key)
    launched = basic("launch", secret)
    _, others = admitted("statements/write")
    thing = {"id": activity_iri(key), "definition": {"name": {"en": "Said by others"}}}
    for person in (ada, ben):
        asked(others, "POST", "statements", foreign(actor={**account(person), "name": "Someone"}, object=thing))

    assert names(launched, account(ada)) == []
    assert title(launched, activity_iri(key)) is None
    agent = urlencode({"agent": json.dumps(account(ben))})
    assert asked(launched, "GET", f"agents?{agent}").status_code == 403


def test_of_heavy_statements_it_asks_no_more_than_a_page_holds(monkeypatch):
    monkeypatch.setattr(queries, "HEAVIEST", 3000)
    _, known = admitted("statements/write", "statements/read")
    for name in ("A", "B", "C"):
        said(known, name * 1000)
    assert names(known) == ["C" * 1000]
