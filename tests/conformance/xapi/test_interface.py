"""What clients rely on beyond the suite: scopes, versions, pages, attachments, references, documents, hostility."""

import hashlib
import json
import uuid

import pytest
from django.db import connection

from courses.models import Client, Record

pytestmark = pytest.mark.django_db

Scope = Client.Scope
VERB = "http://adlnet.gov/expapi/verbs/experienced"


def statement(**more):
    return {
        "actor": {"mbox": "mailto:ada@example.org"},
        "verb": {"id": VERB},
        "object": {"id": "https://elsewhere.example/book"},
    } | more


def test_a_request_without_a_known_version_is_refused(ask):
    for version in ("", "0.95", "3.0.0", "2.1.0", "1.1"):
        assert ask("GET", "/statements", version=version).status_code == 400
    assert ask("GET", "/statements", version="1.0").headers["X-Experience-API-Version"] == "1.0.3"
    assert ask("GET", "/statements").headers["X-Experience-API-Version"] == "2.0.0"
    assert ask("GET", "/about", version="").json()["version"] == ["1.0.3", "2.0.0"]


def test_who_is_not_known_gets_nothing_and_is_told_how_to_ask(ask):
    answer = ask("GET", "/statements", Authorization="Basic bm9ib2R5Om5vdGhpbmc=")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert ask("GET", "/statements", Authorization="").status_code == 401


def test_twenty_wrong_secrets_shut_an_address_out_and_no_other(ask):
    for _ in range(20):
        assert ask("GET", "/statements", Authorization="Basic bm9ib2R5Om5vdGhpbmc=").status_code == 401
    assert ask("GET", "/statements", Authorization="Basic bm9ib2R5Om5vdGhpbmc=").status_code == 429
    assert ask("GET", "/statements").status_code == 200  # who knows a secret guesses none


@pytest.mark.parametrize(
    "scope, allowed",
    [
        (Scope.WRITE, {"write"}),
        (Scope.READ_MINE, {"read"}),
        (Scope.READ, {"read"}),
        (Scope.STATE, {"state"}),
        (Scope.PROFILE, {"profile"}),
    ],
)
def test_each_scope_opens_its_own_door_alone(ask, scope, allowed):
    agent = json.dumps({"mbox": "mailto:ada@example.org"})
    doors = {
        "write": ("POST", "/statements", json.dumps(statement())),
        "read": ("GET", "/statements", ""),
        "state": ("GET", f"/activities/state?activityId=https%3A%2F%2Fa.example%2F1&agent={agent}", ""),
        "profile": ("GET", "/activities/profile?activityId=https%3A%2F%2Fa.example%2F1", ""),
    }
    answers = {
        name: ask(method, path, body, scopes=[scope]).status_code for name, (method, path, body) in doors.items()
    }
    assert {name for name, status in answers.items() if status == 200} == allowed
    assert {status for name, status in answers.items() if name not in allowed} == {403}


def test_who_reads_only_their_own_finds_nothing_of_others(ask):
    [other] = ask("POST", "/statements", json.dumps(statement())).json()
    mine = [Scope.WRITE, Scope.READ_MINE]
    [own] = ask("POST", "/statements", json.dumps(statement()), scopes=mine).json()

    found = ask("GET", "/statements", scopes=mine).json()["statements"]
    assert [one["id"] for one in found] == [own]
    assert ask("GET", f"/statements?statementId={other}", scopes=mine).status_code == 404


def test_pages_follow_each_other_without_gap_or_double(ask):
    ids = [ask("POST", "/statements", json.dumps(statement())).json()[0] for _ in range(7)]
    for ascending, expected in (("true", ids), ("false", ids[::-1])):
        seen, path = [], f"/xapi/statements?limit=3&ascending={ascending}&verb={VERB}"
        while path:
            page = ask("GET", path.removeprefix("/xapi")).json()
            seen += [one["id"] for one in page["statements"]]
            path = page["more"]
        assert seen == expected


@pytest.mark.parametrize("count", [1, 3])
def test_a_filtered_page_costs_the_same_however_many_it_holds(ask, count, django_assert_num_queries):
    ask("POST", "/statements", json.dumps([statement() for _ in range(count)]))
    ask("GET", "/about")
    # The client, what matches, what is meant, what refers to it, their text, until when; SQLite asks the last in five.
    with django_assert_num_queries(8 if connection.vendor == "sqlite" else 7):
        found = ask("GET", f"/statements?verb={VERB}").json()["statements"]
    assert len(found) == count


def test_numbers_come_back_by_their_literals(ask):
    text = json.dumps(statement())[:-1] + (
        ',"result":{"score":{"raw":1.50,"max":1e2},'
        '"extensions":{"https://a.example/x":[-0,1.50e2,12345678901234567890]}}}'
    )
    [uid] = ask("POST", "/statements", text).json()
    body = ask("GET", f"/statements?statementId={uid}").content.decode()
    for literal in ('"raw":1.50', '"max":1e2', "[-0,1.50e2,12345678901234567890]"):
        assert literal in body


def test_an_attachment_comes_back_octet_by_octet(ask):
    octets = b"\x00\r\n--x\r\n\xff\r\rrest\n"
    sha2 = hashlib.sha256(octets).hexdigest()
    about = {
        "usageType": "https://a.example/photo",
        "display": {"en": "A photo"},
        "contentType": "image/png",
        "length": len(octets),
        "sha2": sha2,
    }
    body = (
        b"--BB\r\nContent-Type: application/json\r\n\r\n"
        + json.dumps(statement(attachments=[about])).encode()
        + b"\r\n--BB\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: "
        + sha2.encode()
        + b"\r\n\r\n"
        + octets
        + b"\r\n--BB--\r\n"
    )
    answer = ask("POST", "/statements", body, content_type="multipart/mixed; boundary=BB")
    assert answer.status_code == 200, answer.content
    found = ask("GET", f"/statements?statementId={answer.json()[0]}&attachments=true")
    assert found.headers["Content-Type"].startswith("multipart/mixed; boundary=")
    assert octets in found.content

    wrong = body.replace(octets, octets + b"!")
    assert ask("POST", "/statements", wrong, content_type="multipart/mixed; boundary=BB").status_code == 400


def test_who_refers_to_a_statement_that_is_found_is_found_as_well(ask):
    target, referring, further = (str(uuid.uuid4()) for _ in range(3))
    comment = {"verb": {"id": "https://a.example/commented"}}
    ask(
        "POST",
        "/statements",
        json.dumps(statement(id=further, object={"objectType": "StatementRef", "id": referring}, **comment)),
    )
    ask(
        "POST",
        "/statements",
        json.dumps(statement(id=referring, object={"objectType": "StatementRef", "id": target}, **comment)),
    )
    ask("POST", "/statements", json.dumps(statement(id=target)))

    found = ask("GET", "/statements?activity=https%3A%2F%2Felsewhere.example%2Fbook").json()["statements"]
    assert [one["id"] for one in found] == [target, referring, further]


def test_what_is_voided_before_it_comes_is_voided_when_it_comes(ask):
    target = str(uuid.uuid4())
    voiding = statement(
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"}, object={"objectType": "StatementRef", "id": target}
    )
    assert ask("POST", "/statements", json.dumps(voiding)).status_code == 200
    assert ask("POST", "/statements", json.dumps(statement(id=target))).status_code == 200
    assert ask("GET", f"/statements?statementId={target}").status_code == 404
    assert ask("GET", f"/statements?voidedStatementId={target}").status_code == 200


def test_a_batch_with_one_wrong_statement_stores_none(ask):
    batch = [statement(), statement(verb={"id": "not an iri"})]
    answer = ask("POST", "/statements", json.dumps(batch))
    assert answer.status_code == 400
    assert "verb.id" in answer.json()["error"]
    assert not Record.objects.exists()


def test_a_repeat_counts_once_and_another_statement_of_the_same_id_is_a_conflict(ask):
    uid = str(uuid.uuid4())
    for _ in range(3):
        assert ask("PUT", f"/statements?statementId={uid}", json.dumps(statement())).status_code == 204
    other = statement(object={"id": "https://elsewhere.example/other"})
    assert ask("PUT", f"/statements?statementId={uid}", json.dumps(other)).status_code == 409
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"7",
        b'"text"',
        b"[" * 100_000,
        b'{"actor":' * 3000,
        b"\xff\xfe",
        b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"a:b"},"object":{"id":"a:b"},"timestamp":1}',
        b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"a:b"},"object":{"id":"a:b"},"result":{"score":{"raw":1e999}}}',
        b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"a:b"},"object":{"id":"a:b"},"result":{"score":{"raw":'
        + b"9" * 5000
        + b"}}}",
        b'{"actor":{"mbox":"mailto:a@b.example","mbox":"mailto:a@b.example"},"verb":{"id":"a:b"},"object":{"id":"a:b"}}',
        json.dumps({"actor": {"mbox": "mailto:a@b.example"}, "verb": [], "object": {"id": {}}}).encode(),
        json.dumps(statement(id="\ud800")).encode(),
        json.dumps(statement(context={"extensions": {"a:b": "\0"}})).encode(),
    ],
)
def test_hostile_bodies_are_refused_with_a_reason(ask, body):
    for version in ("2.0.0", "1.0.3"):
        answer = ask("POST", "/statements", body, version=version)
        assert answer.status_code == 400
        assert answer.json()["error"]
    assert not Record.objects.exists()


def test_ten_megabytes_are_too_many(ask):
    text = json.dumps(statement(context={"extensions": {"https://a.example/x": "y" * 10_000_000}}))
    assert ask("POST", "/statements", text).status_code == 413


def test_a_state_is_written_over_only_by_who_has_seen_it(ask):
    path = (
        '/activities/state?activityId=https%3A%2F%2Fa.example%2F1&stateId=place&agent={"mbox":"mailto:ada@example.org"}'
    )
    assert ask("PUT", path, b'{"page":1}').status_code == 204
    assert ask("PUT", path, b'{"page":2}').status_code == 409
    etag = ask("GET", path).headers["ETag"]
    assert ask("PUT", path, b'{"page":2}', **{"If-Match": etag}).status_code == 204
    assert ask("PUT", path, b'{"page":3}', **{"If-Match": etag}).status_code == 412
    assert ask("POST", path, b'{"done":true}').status_code == 204
    assert ask("GET", path).json() == {"page": 2, "done": True}
    assert ask("POST", path, b"[]").status_code == 400
    assert ask("DELETE", path).status_code == 204
    assert ask("GET", path).status_code == 404
