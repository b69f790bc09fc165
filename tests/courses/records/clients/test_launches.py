"""A launched activity, over the wire: it moves what it was issued for, for whom, and nothing else."""

import json
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from courses.models import Document, LaunchToken, Progress, Record
from courses.records import naming
from courses.records.clients import actions as clients
from courses.records.identity import activity_iri
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, asked, basic, foreign

pytestmark = pytest.mark.django_db
# Queries: how far the store is consistent is one on PostgreSQL, and a savepoint set and released on SQLite.
REPORT = 17 if connection.vendor == "sqlite" else 16
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
        "another's other name",
        "beside it",
        "beside this site's activities",
        "its own in other letters",
        "no activity",
        "another registration",
        "voiding",
        "group",
    ],
)
def test_whatever_is_not_its_own_is_refused_and_nothing_is_stored(known, own, ada, ben, course, foreign_part):
    first, second = keys(course)
    naming.name_activity(second, iri="https://elsewhere.example/book")
    wrong = {
        "another person": {"actor": account(ben)},
        "mail": {"actor": {"mbox": "mailto:ada@example.org"}},
        "another activity": {"object": {"id": activity_iri(second)}},
        "another's other name": {"object": {"id": "https://elsewhere.example/book"}},
        "beside this site's activities": {"object": {"id": f"{settings.IRI_BASE}/xapi/book"}},
        "its own in other letters": {"object": {"id": activity_iri(second).replace("http", "HTTP", 1).upper()}},
        "no activity": {"object": {"objectType": "Agent", **account(ada)}},
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


def test_content_that_knows_itself_by_its_own_id_is_taken_at_its_word(known, own, ada, enrolment, course):
    for iri in ("http://q7H_course_id", "http://q7H_course_id/page/3", "urn:x:1", "https://e.example/" + "p" * 600):
        said = {**own, "id": str(uuid.uuid4()), "object": {"id": iri}}
        assert asked(known, "POST", "statements", said).status_code == 200
    assert set(Record.objects.values_list("learner", "enrolment", "activity_key", "provenance")) == {
        (ada.pk, None, None, "client")
    }
    assert not Progress.objects.exists()


def test_by_another_name_of_its_activity_it_moves_it(known, own, enrolment, course):
    naming.name_activity(keys(course)[0], iri="http://q7H_course_id")
    said = {**own, "object": {"id": "http://q7H_course_id"}}
    assert asked(known, "POST", "statements", said).status_code == 200
    record = Record.objects.get()
    assert (record.enrolment, record.activity_key, record.provenance) == (enrolment, keys(course)[0], "client")
    assert Progress.objects.get().done == 1


def test_states_follow_what_it_may_speak_of(known, ada, ben, enrolment, course):
    first, second = keys(course)
    naming.name_activity(second, iri="https://elsewhere.example/book")
    naming.name_activity(first, iri="http://q7H_course_id")

    def status(iri, user=ada, **more):
        asked_for = {"activityId": iri, "agent": json.dumps(account(user)), "stateId": "suspend_data", **more}
        return asked(known, "POST", f"activities/state?{urlencode(asked_for)}", {"page": 3}).status_code

    own = activity_iri(first)
    for iri in (own, f"{own}/page", "http://q7H_course_id", "http://other_course_id"):
        assert status(iri) == 204
        assert status(iri, registration=enrolment.uid) == 204
    for iri in (activity_iri(second), f"{activity_iri(second)}/{'p' * 600}", "https://elsewhere.example/book"):
        assert status(iri) == 403
    assert status("http://q7H_course_id", ben) == 403
    assert status("http://q7H_course_id", registration=uuid.uuid4()) == 403


@pytest.mark.parametrize("count", [1, 3])
def test_what_it_names_is_asked_once_however_much_it_reports(launch, own, count, django_assert_num_queries):
    batch = [{**own, "id": str(uuid.uuid4()), "object": {"id": f"http://course/{n}"}} for n in range(count)]
    asked(basic("launch", launch[1]), "POST", "statements", {**own, "object": {"id": "http://course"}})
    with django_assert_num_queries(REPORT):
        asked(basic("launch", launch[1]), "POST", "statements", batch)


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
