"""Statements compared and indexed."""

from courses.records.statements import Statement, agent_key, iri_key

STATEMENT = {
    "actor": {"account": {"homePage": "https://a.example", "name": "ada"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
    "object": {"id": "https://a.example/book"},
    "timestamp": "2026-11-03T18:00:00+13:00",
}


def test_a_repeat_has_the_same_digest_whatever_the_store_set():
    first = Statement.read({**STATEMENT, "id": "7b6d4a0e-1c88-4a53-92f4-1d0ac1e9b8a3", "version": "1.0.3"})
    again = Statement.read(dict(reversed([*STATEMENT.items(), ("stored", "2026-01-01T00:00:00Z")])))

    assert first.digest() == again.digest()
    assert Statement.read({**STATEMENT, "timestamp": "2026-11-03T18:00:01+13:00"}).digest() != first.digest()


def test_a_timestamp_of_ours_is_not_compared():
    bare = {name: value for name, value in STATEMENT.items() if name != "timestamp"}
    assert not Statement.read(bare).timed
    assert Statement.read(STATEMENT).timed


def test_every_agent_and_activity_it_names_is_found():
    statement = Statement.read(
        {
            **STATEMENT,
            "object": {
                "objectType": "SubStatement",
                "actor": {"mbox": "mailto:ben@example.org"},
                "verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"},
                "object": {"id": "https://a.example/film"},
            },
            "context": {
                "instructor": {"openid": "https://ivan.example"},
                "team": {"objectType": "Group", "member": [{"mbox": "mailto:grace@example.org"}]},
                "contextActivities": {
                    "parent": {"id": "https://a.example/shelf"},
                    "other": [{"id": "https://a.example/x"}],
                },
            },
        }
    )

    assert statement.agents() == {
        "account|https://a.example|ada",
        "mbox|mailto:ben@example.org",
        "openid|https://ivan.example",
        "mbox|mailto:grace@example.org",
    }
    assert statement.activities() == {"https://a.example/film", "https://a.example/shelf", "https://a.example/x"}


def test_what_is_longer_than_a_column_is_found_by_its_hash():
    assert len(agent_key({"mbox": "mailto:" + "a" * 400 + "@example.org"})) == 71
    assert iri_key("https://a.example/" + "a" * 600) != iri_key("https://a.example/" + "b" * 600)
    assert iri_key("https://a.example/a") == "https://a.example/a"
