"""The format `ids`: what identifies people and things, and nothing that is said of them."""

import pytest

from courses.records import formats, literals

ADA = {"objectType": "Agent", "name": "Ada Nwosu", "mbox": "mailto:ada@elsewhere.example"}
CLASS = {"objectType": "Group", "name": "Evening class", "member": [ADA]}
TYPE = "https://a.example/types/tutor"
STATEMENT = {
    "actor": ADA,
    "verb": {"id": "https://a.example/read", "display": {"en": "Ada Nwosu read"}},
    "object": {"id": "https://a.example/book", "definition": {"name": {"en": "Ada Nwosu's book"}}},
    "context": {
        "instructor": ADA,
        "team": CLASS,
        "contextActivities": {"parent": [{"id": "https://a.example/b", "definition": {"name": {"en": "Ada Nwosu"}}}]},
        "contextAgents": [{"objectType": "contextAgent", "agent": ADA, "relevantTypes": [TYPE]}],
        "contextGroups": [{"objectType": "contextGroup", "group": CLASS, "relevantTypes": [TYPE]}],
    },
}


@pytest.mark.parametrize(
    "statement", [STATEMENT, {**STATEMENT, "object": {**STATEMENT, "objectType": "SubStatement"}}], ids=["plain", "sub"]
)
def test_nobody_is_named_but_by_what_identifies_them(statement):
    [text] = formats.of([literals.dumps(statement)], formats.IDS, languages="")
    assert "Ada Nwosu" not in text
    assert "Evening class" not in text


def test_agents_and_groups_of_the_context_keep_what_identifies_them():
    short = {"objectType": "Agent", "mbox": "mailto:ada@elsewhere.example"}
    context = formats.ids(STATEMENT)["context"]
    assert context["contextAgents"] == [{"objectType": "contextAgent", "agent": short, "relevantTypes": [TYPE]}]
    assert context["contextGroups"] == [
        {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [short]}, "relevantTypes": [TYPE]}
    ]
