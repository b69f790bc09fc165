"""What authoring tools send is accepted or refused as the standard says, by a client and by a launch alike."""

import json
from collections import Counter

import pytest

from courses.models import Progress, Record
from courses.records import naming
from courses.records.clients import actions as clients
from tests.factories.authoring import COURSE, Sending, sendings
from tests.factories.learning import course_of_lessons, enrolled, keys
from tests.factories.records import account, admitted, asked, basic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("external_records_on")]
SENDINGS = list(sendings())


def test_there_are_sixty_kinds_and_more():
    counted = Counter(one.status for one in {one.name: one for one in SENDINGS}.values())
    assert counted[200] + counted[400] == len({one.name for one in SENDINGS})
    assert counted[200] >= 40
    assert counted[400] >= 20


@pytest.fixture
def doors(ada):
    """Return how a client and a launch are known."""
    course = course_of_lessons(1)
    _, secret = clients.launch(enrolled(ada, course), activity_key=keys(course)[0])
    naming.name_activity(keys(course)[0], iri=COURSE)
    return {"client": admitted("statements/write", "statements/read")[1], "launch": basic("launch", secret)}


@pytest.mark.parametrize("sending", SENDINGS, ids=lambda one: f"{one.name} ({one.version})")
def test_what_tools_send(doors, ada, sending: Sending):
    earlier = {"X-Experience-API-Version": sending.version}
    for door in doors.values():
        said = sending.statement(account(ada))
        answer = asked(door, "POST", "statements", [said], **earlier)
        assert answer.status_code == sending.status, answer.content
        if sending.status != 200:
            continue
        back = asked(door, "GET", f"statements?statementId={said['id']}", **earlier).json()
        assert asked(door, "POST", "statements", [said], **earlier).status_code == 200
        assert asked(door, "POST", "statements", [back], **earlier).status_code == 200
        assert {"id", "actor", "verb", "object", "timestamp", "stored"} <= back.keys()
        assert back["timestamp"][-1] == "Z" or back["timestamp"][-6] in "+-"
    assert Record.objects.count() == (2 if sending.status == 200 else 0)


def test_what_a_course_sends_from_its_beginning_to_its_end_does_its_link(doors, ada):
    sent = [one for one in SENDINGS if one.status == 200 and one.version == "1.0.3"]
    batch = [one.statement(account(ada)) for one in sent]
    earlier = {"X-Experience-API-Version": "1.0.3"}
    assert asked(doors["launch"], "POST", "statements", batch, **earlier).status_code == 200
    assert Progress.objects.get().done == 1
    assert len(json.loads(asked(doors["launch"], "GET", "statements?limit=500").content)["statements"]) == len(batch)
