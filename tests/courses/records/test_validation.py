"""The validator and the store's memory, by statements nobody thought of."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.records import literals
from courses.records.statements import Statement
from courses.records.validation import check
from courses.records.words import Invalid

MEMBERS = [
    "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority", "version", "attachments",
    "objectType", "name", "mbox", "account", "member", "display", "definition", "score", "scaled", "raw", "min", "max",
    "duration", "registration", "contextActivities", "contextAgents", "statement", "extensions", "interactionType",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(["Agent", "Group", "Activity", "SubStatement", "StatementRef", "https://a.example/x", "PT1S"]),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
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
                "score": st.fixed_dictionaries({}, optional={"scaled": st.floats(-1, 1), "raw": st.integers()}),
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
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_statement_with_one_member_turned_is_kept_or_refused(statement: Any, member: str, value: Any) -> None:
    with suppress(Invalid):
        Statement.read({**statement, member: value}).digest()


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
