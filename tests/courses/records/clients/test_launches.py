"""A launched activity, over the wire: it moves what it was issued for, for whom, and nothing else."""

import json
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from courses.models import Document, LaunchToken, Progress, Record
from courses.records.clients import actions as clients
from courses.records.identity import activity_iri
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, asked, basic, foreign

pytestmark = pytest.mark.django_db
COMPLETED = {"id": "http://adlnet.gov/expapi/verbs/completed"}


@pytest.fixture
def course():
    return course_of_lessons(2)


@pytest.fixture
def enrolment(ada, course):
    return enrolled(ada, course)


@pytest.fixture
def launch(enrolment, course):
    return clients.launch(enrolment, activity_key=keys(course)[0])


@pytest.fixture
def own(ada, enrolment, course):
    """What the launched activity says when it is completed."""
    return foreign(
        actor=account(ada),
        verb=COMPLETED,
        object={"id": activity_iri(keys(course)[0])},
        context={"registration": str(enrolment.uid)},
    )


@pytest.fixture(params=["Basic", "Bearer"])
def known(request, launch):
    _, secret = launch
    return basic("launch", secret) if request.param == "Basic" else f"Bearer {secret}"


def test_it_moves_its_own_activity_as_reported(known, own, enrolment, course):
    assert asked(known, "POST", "statements", own).status_code == 200
    record = Record.objects.get()
    assert (record.enrolment, record.activity_key, record.provenance) == (enrolment, keys(course)[0], "client")
    assert Progress.objects.get().done == 1


def test_of_a_part_of_its_activity_it_reports_and_moves_nothing(known, own, course):
    part = {**own, "object": {"id": f"{activity_iri(keys(course)[0])}/page/3"}}
    assert asked(known, "POST", "statements", part).status_code == 200
    assert Record.objects.get().enrolment is None
    assert not Progress.objects.exists()


@pytest.mark.parametrize(
    "foreign_part",
    [
        "another person",
        "mail",
        "another activity",
        "elsewhere",
        "beside it",
        "another registration",
        "voiding",
        "group",
    ],
)
def test_whatever_is_not_its_own_is_refused_and_nothing_is_stored(known, own, ada, ben, course, foreign_part):
    first, second = keys(course)
    wrong = {
        "another person": {"actor": account(ben)},
        "mail": {"actor": {"mbox": "mailto:ada@example.org"}},
        "another activity": {"object": {"id": activity_iri(second)}},
        "elsewhere": {"object": {"id": "https://elsewhere.example/book"}},
        "beside it": {"object": {"id": activity_iri(first) + "0"}},
        "another registration": {"context": {"registration": str(uuid.uuid4())}},
        "voiding": {
            "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
            "object": {"objectType": "StatementRef", "id": str(uuid.uuid4())},
        },
        "group": {"actor": {"objectType": "Group", "member": [account(ada)]}},
    }[foreign_part]

    assert asked(known, "POST", "statements", {**own, **wrong}).status_code == 403
    # One of a batch spoils the batch.
    assert asked(known, "POST", "statements", [own, {**own, "id": str(uuid.uuid4()), **wrong}]).status_code == 403
    assert not Record.objects.exists()
    assert not Progress.objects.exists()


def test_after_it_expired_or_ended_nobody_is_known_by_it(known, own, launch):
    token, _ = launch
    LaunchToken.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert asked(known, "POST", "statements", own).status_code == 401
    LaunchToken.objects.update(expires=timezone.now() + timedelta(hours=1))
    clients.end_launch(token)
    assert asked(known, "POST", "statements", own).status_code == 401
    assert not Record.objects.exists()


def test_it_keeps_states_of_its_own_learner_and_activity_only(known, ada, ben, course):
    def state(user, key):
        asked_for = {"activityId": activity_iri(key), "agent": json.dumps(account(user)), "stateId": "place"}
        return f"activities/state?{urlencode(asked_for)}"

    first, second = keys(course)
    assert asked(known, "POST", state(ada, first), {"page": 3}).status_code == 204
    assert asked(known, "GET", state(ada, first)).status_code == 200
    for path in (state(ben, first), state(ada, second)):
        assert asked(known, "POST", path, {"page": 3}).status_code == 403
        assert asked(known, "GET", path).status_code == 403
        assert asked(known, "DELETE", path).status_code == 403
    assert Document.objects.count() == 1


def test_it_reads_back_what_it_wrote_and_no_more(known, own, ada, course):
    _, other = clients.launch(enrolled(ada, course), activity_key=keys(course)[1])
    said = {**own, "id": str(uuid.uuid4()), "object": {"id": activity_iri(keys(course)[1])}}
    assert asked(f"Bearer {other}", "POST", "statements", said).status_code == 200
    asked(known, "POST", "statements", own)

    found = json.loads(asked(known, "GET", "statements").content)["statements"]
    assert [one["id"] for one in found] == [own["id"]]


def test_it_opens_no_profile(known, course):
    asked_for = {"activityId": activity_iri(keys(course)[0]), "profileId": "x"}
    for method in ("GET", "POST", "DELETE"):
        assert asked(known, method, f"activities/profile?{urlencode(asked_for)}", {}).status_code == 403
