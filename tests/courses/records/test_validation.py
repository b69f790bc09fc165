"""The validator and the store's memory, by statements nobody thought of."""

import json
import zoneinfo
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from courses.models import Record
from courses.records import literals
from courses.records.statements import Statement
from courses.records.validation.statements import check
from courses.records.values import is_instant, is_number
from courses.records.words import Invalid
from courses.transcripts import telling
from tests.factories.records import account, admitted, asked, foreign

MEMBERS = [
    "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments",
    "objectType", "name", "mbox", "account", "member", "display", "definition", "score", "scaled", "raw", "min", "max",
    "duration", "registration", "contextActivities", "contextAgents", "statement", "extensions", "interactionType",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(["Agent", "Group", "Activity", "SubStatement", "StatementRef", "https://a.example/x", "PT1S"]),
)
# Whole numbers, those that no float holds among them, and moments that not every zone can tell.
WHOLES = st.integers() | st.builds(
    lambda sign, digits: sign * 10**digits, st.sampled_from([1, -1]), st.integers(309, 4000)
)
MOMENTS = st.sampled_from(
    [
        "2026-11-03T18:00:00.123Z", "2026-11-03T18:00:00+13:00", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-05:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-03T00:00:00-12:00",
        "9999-12-29T00:00:00+14:00", "0000-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T23:59:60Z",
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLES | MOMENTS | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(MEMBERS) | TEXTS, inner, max_size=5),
    max_leaves=20,
)

languages = st.dictionaries(st.sampled_from(["en", "de-CH", "mi", "zh-Hant"]), TEXTS, max_size=3)
extensions = st.dictionaries(st.sampled_from(["https://a.example/one", "urn:two"]), VALUES, max_size=2)
agents = st.one_of(
    st.fixed_dictionaries({"mbox": st.just("mailto:ada@example.org")}, optional={"name": TEXTS}),
    st.fixed_dictionaries(
        {"account": st.fixed_dictionaries({"homePage": st.just("https://a.example"), "name": TEXTS})}
    ),
)
activities = st.fixed_dictionaries(
    {"id": st.sampled_from(["https://a.example/1", "urn:x:2"])},
    optional={
        "definition": st.fixed_dictionaries(
            {}, optional={"name": languages, "description": languages, "extensions": extensions}
        )
    },
)
statements = st.fixed_dictionaries(
    {
        "actor": agents,
        "verb": st.fixed_dictionaries({"id": st.just("https://a.example/did")}, optional={"display": languages}),
        "object": activities | agents.map(lambda agent: {"objectType": "Agent", **agent}),
    },
    optional={
        "result": st.fixed_dictionaries(
            {},
            optional={
                "score": st.fixed_dictionaries({}, optional={"scaled": st.floats(-1, 1), "raw": WHOLES}),
                "success": st.booleans(),
                "response": TEXTS,
                "duration": st.sampled_from(["PT1.23S", "P3W", "P1DT2H"]),
                "extensions": extensions,
            },
        ),
        "context": st.fixed_dictionaries(
            {},
            optional={
                "contextActivities": st.dictionaries(
                    st.sampled_from(["parent", "grouping", "category", "other"]), st.lists(activities, max_size=2)
                ),
                "instructor": agents,
                "extensions": extensions,
            },
        ),
        "timestamp": st.sampled_from(["2026-11-03T18:00:00.123Z", "2026-11-03T18:00:00+13:00"]),
    },
)


@given(VALUES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_is_sent_is_a_statement_or_is_refused(value: Any) -> None:
    for version in ("2.0.0", "1.0.3"):
        with suppress(Invalid):  # whatever else is raised fails the test
            check(value, version=version)


@given(statements, st.sampled_from(MEMBERS), VALUES)
@example(foreign(), "result", {"extensions": {"https://a.example/one": [-(2**63) - 1, 2**64]}})
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_statement_with_one_member_turned_is_kept_or_refused(statement: Any, member: str, value: Any) -> None:
    said = literals.loads(json.dumps({**statement, member: value}))  # numbers as they come over the wire
    with suppress(Invalid):
        Statement.read(said).digest()


SCORES = st.dictionaries(st.sampled_from(["scaled", "raw", "min", "max"]), WHOLES | st.floats(-2, 2))


@pytest.mark.django_db
@given(SCORES, MOMENTS)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_whatever_score_and_moment_are_posted_they_are_kept_or_refused_and_can_be_told(
    external_records_on: None, grading: str, ada: Any, score: Any, moment: str
) -> None:
    said = foreign(actor=account(ada), result={"score": score}, timestamp=moment)
    answer = asked(grading, "POST", "statements", said)
    assert answer.status_code in (200, 400), answer.content
    asked(grading, "GET", f"statements?{urlencode({'since': moment})}")
    if answer.status_code == 200:
        record = Record.objects.get(uid=said["id"])
        telling.score_of(json.loads(record.statement))
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Manila"):
            assert record.timestamp.astimezone(zoneinfo.ZoneInfo(zone))


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("0001-01-01T00:00:00+14:00", False),
        ("9999-12-31T23:59:59-05:00", False),
        ("0001-01-01T00:00:00Z", False),
        ("0001-01-02T00:00:00Z", True),
        ("9999-12-30T23:59:59Z", True),
    ],
)
def test_a_moment_can_be_told_in_every_zone(value: str, kept: bool) -> None:
    assert is_instant(value) == kept


def test_a_whole_number_is_finite_however_long() -> None:
    assert is_number(10**400)
    assert not is_number(True)
    assert not is_number(float("inf"))


@pytest.mark.django_db
@given(statements)
@settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_what_is_accepted_comes_back_member_by_member(ask_to_keep, statement: Any) -> None:
    sent = json.dumps(statement)
    back = ask_to_keep(sent)
    for name in ("id", "stored", "authority", "version", *({"timestamp"} - statement.keys())):
        del back[name]
    assert literals.canonical(back) == literals.canonical(literals.loads(sent))


NAMING = {
    "context activities": lambda n: {"context": {"contextActivities": {"other": named(n)}}},
    "context activities of every kind": lambda n: {
        "context": {"contextActivities": {kind: named(n // 4) for kind in ("parent", "grouping", "category", "other")}}
    },
    "members": lambda n: {
        "actor": {"objectType": "Group", "member": [{"mbox": f"mailto:a{i}@b.org"} for i in range(n)]}
    },
    "answers": lambda n: {
        "object": {
            "id": "https://elsewhere.example/q",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "interactionType": "choice",
                "choices": [{"id": str(i)} for i in range(n)],
            },
        }
    },
}


def named(n: int) -> list[dict]:
    return [{"id": f"https://elsewhere.example/{i}"} for i in range(n)]


@pytest.mark.parametrize("kind", NAMING)
def test_a_statement_names_a_sensible_number_of_things(kind):
    Statement.read(foreign(**NAMING[kind](400)))
    with pytest.raises(Invalid, match="names more than 500"):
        Statement.read(foreign(**NAMING[kind](60_000)))


def test_a_statement_says_a_sensible_number_of_things():
    display = {f"x-{n}": "read" for n in range(60_000)}
    with pytest.raises(Invalid, match="says more than"):
        Statement.read(foreign(verb={"id": "https://elsewhere.example/read", "display": display}))


@pytest.mark.django_db
@pytest.mark.usefixtures("switches_on")
def test_one_request_names_a_sensible_number_of_things_and_stores_all_or_none():
    _client, authorization = admitted("statements/write")
    several = [foreign(**NAMING["context activities"](400)) for _ in range(13)]
    assert asked(authorization, "POST", "statements", several).status_code == 400
    assert asked(authorization, "POST", "statements", foreign(**NAMING["members"](600))).status_code == 400
    assert not Record.objects.exists()
    assert asked(authorization, "POST", "statements", several[:3]).status_code == 200
