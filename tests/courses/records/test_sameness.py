"""Two statements are one by what the standard says a statement is, however each was stored or written."""

import json

import pytest

from courses.records.sameness import is_repeat
from courses.records.statements import Statement
from tests.factories.records import foreign

AGENTS = [{"mbox": "mailto:a@e.example"}, {"mbox": "mailto:b@e.example", "name": "B"}]
GROUP = {"objectType": "Group", "member": AGENTS}
UID = "0C7A9D4E-9C62-4D4B-8C2D-8E0D0D6E5A10"
TIMED = {"timestamp": "2026-11-03T18:00:00.123456+01:00"}
SAME = [
    ({}, {"stored": "2020-01-01T00:00:00Z", "version": "1.0.3", "authority": AGENTS[0], "id": UID}),
    (TIMED, {"timestamp": None}),
    (TIMED, {"timestamp": "2026-11-03T17:00:00.123Z"}),
    (TIMED, {"timestamp": "2026-11-03T17:00:00.124Z"}),
    ({"result": {"score": {"raw": 4.0}}}, {"result": {"score": {"raw": 4}}}),
    ({"result": {"duration": "PT1.2345S"}}, {"result": {"duration": "PT1.23S"}}),
    ({}, {"verb": {**foreign()["verb"], "display": {"en": "read"}}}),
    ({}, {"object": {**foreign()["object"], "objectType": "Activity", "definition": {"name": {"en": "A book"}}}}),
    ({"actor": GROUP}, {"actor": {**GROUP, "member": AGENTS[::-1]}}),
    ({}, {"actor": {"objectType": "Agent", "mbox": "mailto:ada@ELSEWHERE.example"}}),
    ({"context": {"registration": UID}}, {"context": {"registration": UID.lower()}}),
    (
        {"context": {"contextActivities": {"parent": {"id": "urn:a", "definition": {"type": "urn:t"}}}}},
        {"context": {"contextActivities": {"parent": [{"id": "urn:a"}]}}},
    ),
    ({}, {"context": {}}),
    (
        {"object": {"objectType": "SubStatement", **foreign(), **TIMED}},
        {"object": {"objectType": "SubStatement", **foreign(), "timestamp": "2026-11-03T17:00:00.123456Z"}},
    ),
]
OTHER = [
    ({}, {"object": {"id": "https://elsewhere.example/film"}}),
    ({}, {"verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}}),
    ({}, {"actor": {"mbox": "mailto:Ada@elsewhere.example"}}),
    (TIMED, {"timestamp": "2026-11-03T17:00:01Z"}),
    ({}, {"timestamp": "2020-01-01T00:00:00Z"}),
    ({"result": {"score": {"raw": 4}}}, {"result": {"score": {"raw": 5}}}),
    ({"result": {"success": True}}, {"result": {"success": False}}),
    ({"result": {"extensions": {"urn:a": True}}}, {"result": {"extensions": {"urn:a": 1}}}),
    ({"result": {"duration": "PT60S"}}, {"result": {"duration": "PT1M"}}),
    ({"actor": GROUP}, {"actor": {**GROUP, "member": AGENTS[:1]}}),
    ({"context": {"contextActivities": {"parent": {"id": "urn:a"}}}}, {"context": {"contextActivities": {}}}),
    ({}, {"context": {"registration": UID}}),
]


def repeats(first, second):
    def read(fields):
        data = {name: value for name, value in foreign(**fields).items() if value is not None}
        for part in (data, data["object"]):
            if part is data or part.get("objectType") == "SubStatement":
                part.pop("id", None)
        return Statement.read({**data, **({"id": fields["id"]} if "id" in fields else {})}, version="1.0.3")

    stored = read(first)
    stands = {"timestamp": "2026-01-01T00:00:00Z", **json.loads(json.dumps(dict(stored.data)))}
    return is_repeat(read(second), digest="of another time", text=json.dumps(stands))


@pytest.mark.parametrize(("stored", "sent"), SAME)
def test_what_the_standard_leaves_out_makes_no_other_statement(stored, sent):
    assert repeats(stored, {**stored, **sent})


@pytest.mark.parametrize(("stored", "sent"), OTHER)
def test_whatever_else_differs_makes_another_one(stored, sent):
    assert not repeats(stored, {**stored, **sent})


def test_of_an_erased_one_only_the_hash_is_left():
    statement = Statement.read(foreign())
    assert is_repeat(statement, digest=statement.digest(), text="")
    assert not is_repeat(statement, digest="of another", text="")
