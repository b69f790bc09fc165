"""How content reaches the store: by forms, with slashes too many, from other origins."""

import json
import uuid
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from courses.models import Document, Record
from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db
STATE = {
    "activityId": "http://e.example/a",
    "agent": json.dumps({"mbox": "mailto:a@example.org"}),
    "stateId": "resume",
}
ORIGIN = {"Origin": "https://content.example"}
WISHED = "authorization,content-type,x-experience-api-version,cache-control,pragma,x-requested-with,if-modified-since"


@pytest.fixture
def known():
    return admitted("statements/write", "statements/read", "state", "profile")[1]


def formed(known, path, method, kind, **fields):
    """Return the answer to the alternate syntax, sent as `kind` of content."""
    form = {"Authorization": known, "X-Experience-API-Version": "1.0.0", **fields}
    body = urlencode(form).encode()
    return Browser().generic("POST", f"/xapi/{path}?method={method}", body, content_type=kind)


@pytest.mark.parametrize(
    "kind",
    ["text/plain;charset=UTF-8", "", "application/x-www-form-urlencoded", "application/json", "nonsense", "text/xml"],
)
def test_the_alternate_syntax_is_a_form_whatever_type_it_names(known, kind):
    assert formed(known, "activities/state", "GET", kind, **STATE).status_code == 404
    assert formed(known, "activities/state", "PUT", kind, **STATE, content='{"page":3}').status_code == 204
    read = formed(known, "activities/state", "GET", kind, **STATE)
    assert (read.status_code, read.json()) == (200, {"page": 3})
    assert formed(known, "activities/state", "delete", kind, **STATE).status_code == 204
    assert not Document.objects.exists()

    said = foreign()
    put = {"statementId": said["id"], "content": json.dumps(said), "Content-Type": "application/json"}
    assert formed(known, "statements", "PUT", kind, **put).status_code == 204
    posted = formed(known, "statements", "POST", kind, content=json.dumps([foreign(), foreign()]))
    assert len(posted.json()) == 2
    assert Record.objects.count() == 3


def test_in_the_form_headers_are_headers_in_whatever_letters(known):
    body = urlencode({"authorization": known, "x-experience-api-version": "1.0.3", "Cache-Control": "no-cache"})
    answer = Browser().post("/xapi/statements?method=GET", body, content_type="text/plain")
    assert answer.status_code == 200


@pytest.mark.parametrize("kind", ["application/json", "text/plain;charset=UTF-8", "", "multipart/mixed"])
@pytest.mark.parametrize("body", [foreign(), foreign(result={"response": "a=b&c=d"}), [], "", "content", None])
def test_a_body_that_is_no_form_is_refused(known, kind, body):
    headers = {"Authorization": known, "X-Experience-API-Version": "1.0.3"}
    for method in ("PUT", "POST"):
        answer = Browser().generic(
            "POST", f"/xapi/statements?method={method}", json.dumps(body), content_type=kind, headers=headers
        )
        assert answer.status_code == 400
    assert not Record.objects.exists()


@pytest.mark.parametrize("path", ["/statements", "statements/", "//statements//", "/statements/"])
def test_a_slash_too_many_changes_nothing(known, path):
    said = foreign()
    assert asked(known, "POST", path, said).status_code == 200
    assert asked(known, "POST", f"{path}?method=PUT&x=1", said).status_code == 400
    found = asked(known, "GET", f"{path}?statementId={said['id']}")
    assert found.json()["id"] == said["id"]
    assert found.headers["X-Experience-API-Consistent-Through"]
    asked(known, "POST", "statements", foreign())
    assert asked(known, "GET", f"{path}?limit=1").json()["more"].startswith("/xapi/statements?")
    preflight = Browser().options(f"/xapi/{path}", headers=ORIGIN)
    assert (preflight.status_code, preflight.headers["Access-Control-Allow-Origin"]) == (204, "*")


@pytest.mark.parametrize(
    "path",
    [
        "activities/state",
        "activities//state/",
        "/activities/profile/",
        "agents//profile",
        "agents/",
        "/activities",
        "/about",
    ],
)
def test_every_resource_is_found_with_slashes_too_many(known, path):
    plain = "/".join(piece for piece in path.split("/") if piece)
    answers = [asked(known, "GET", each) for each in (plain, path)]
    assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code != 404


@pytest.mark.parametrize("path", ["statement", "", "/", "statements/1", "activities/states", "agents%0A", "a/../about"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_what_is_no_resource_says_so_to_content_elsewhere(known, path, method):
    answer = asked(known, method, path, **ORIGIN)
    assert answer.status_code == 404
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Experience-API-Version"] == "2.0.0"
    assert answer.headers["Content-Type"] == "application/json"
    if method != "HEAD":
        assert answer.json()["error"] == "there is no resource of this name (4.1.6)"


def test_a_browser_is_let_through_to_read_that_there_is_no_resource():
    wish = {**ORIGIN, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    assert Browser().options("/xapi/statement", headers=wish).status_code == 204


@pytest.mark.parametrize("path", ["statements", "statements/", "activities/state", "about"])
def test_content_may_send_what_its_library_adds(path):
    wish = {**ORIGIN, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": f"{WISHED},x-own"}
    answer = Browser().options(f"/xapi/{path}", headers=wish)
    allowed = {name.strip().lower() for name in answer.headers["Access-Control-Allow-Headers"].split(",")}
    assert answer.status_code == 204
    assert {*WISHED.split(","), "x-own"} <= allowed


def test_what_is_no_name_of_a_header_is_not_said_after_anybody():
    wish = {**ORIGIN, "Access-Control-Request-Headers": "a b, <b>, x-own\t, ,é"}
    allowed = Browser().options("/xapi/statements", headers=wish).headers["Access-Control-Allow-Headers"]
    assert "<" not in allowed
    assert "a b" not in allowed


NO_ZONE = "2013-05-18T05:32:34.804"


@pytest.mark.parametrize("version", ["1.0.0", "1.0.3"])
def test_under_1_0_a_time_without_a_zone_is_one_of_utc(known, version):
    inner = {
        "objectType": "SubStatement",
        **{name: foreign()[name] for name in ("actor", "verb", "object")},
        "timestamp": NO_ZONE,
    }
    said = foreign(timestamp=NO_ZONE, object=inner, stored=NO_ZONE)
    earlier = {"X-Experience-API-Version": version}
    assert asked(known, "POST", "statements", said, **earlier).status_code == 200
    assert asked(known, "POST", "statements", said, **earlier).status_code == 200
    back = asked(known, "GET", f"statements?statementId={said['id']}").json()
    assert back["timestamp"] == back["object"]["timestamp"] == f"{NO_ZONE}Z"
    assert Record.objects.get().timestamp.isoformat() == "2013-05-18T05:32:34.804000+00:00"
    assert asked(known, "POST", "statements", back, **earlier).status_code == 200
    for name in ("since", "until"):
        assert asked(known, "GET", f"statements?{name}={NO_ZONE}", **earlier).status_code == 200
        assert asked(known, "GET", f"statements?{name}={NO_ZONE}").status_code == 400
    shelf = urlencode({name: STATE[name] for name in ("activityId", "agent")})
    assert asked(known, "GET", f"activities/state?{shelf}&since={NO_ZONE}", **earlier).status_code == 200
    assert asked(known, "GET", f"activities/state?{shelf}&since={NO_ZONE}").status_code == 400


@pytest.mark.parametrize("where", ["timestamp", "object"])
def test_under_2_0_a_time_says_its_zone(known, where):
    inner = {"objectType": "SubStatement", **{name: foreign()[name] for name in ("actor", "verb", "object")}}
    said = {"timestamp": NO_ZONE} if where == "timestamp" else {"object": {**inner, "timestamp": NO_ZONE}}
    assert asked(known, "POST", "statements", foreign(**said)).status_code == 400


@pytest.mark.parametrize("time", ["2013-05-18", "2013-05-18T05:32:34-00:00", "2013-05-18T05:32:34-00", "18.5.2013"])
def test_under_1_0_what_is_no_time_stays_refused(known, time):
    earlier = {"X-Experience-API-Version": "1.0.3"}
    assert asked(known, "POST", "statements", foreign(timestamp=time), **earlier).status_code == 400


def test_read_back_and_sent_again_it_is_there_already(known):
    said = foreign()
    assert asked(known, "POST", "statements", said).status_code == 200
    before = list(Record.objects.values())
    back = asked(known, "GET", f"statements?statementId={said['id']}").json()
    assert asked(known, "POST", "statements", back).status_code == 200
    assert asked(known, "PUT", f"statements?statementId={said['id']}", back).status_code == 204
    assert list(Record.objects.values()) == before

    batch = [foreign(), back, foreign(), foreign()]
    assert asked(known, "POST", "statements", batch).json() == [one["id"] for one in batch]
    assert Record.objects.count() == 4
    other = {**back, "timestamp": "2020-01-01T00:00:00Z"}
    assert asked(known, "POST", "statements", [foreign(), other]).status_code == 409
    assert asked(known, "POST", "statements", {**back, "result": {"success": True}}).status_code == 409
    assert Record.objects.count() == 4
    assert uuid.UUID(back["id"])
