"""Wherever people read what this place is called, it is the name it was given, and none where nobody could ask."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from cohort import capabilities
from cohort.start.actions import name_place

ROOT = Path(settings.BASE_DIR)
WORD = re.compile(r"\bCohort\b")
SPOKEN = {"_", "_now", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def said_in_templates() -> Iterator[str]:
    for each in (ROOT / "templates").rglob("*.html"):
        if "styleguide" not in each.parts:
            text = re.sub(r"{% comment %}.*?{% endcomment %}", "", each.read_text(), flags=re.S)
            yield from (f"{each.name}: {line}" for line in text.splitlines() if WORD.search(line))


def said_in_code() -> Iterator[str]:
    for folder in ("site/cohort", "community", "courses", "search"):
        for each in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(each.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPOKEN:
                    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    yield from (f"{each.name}: {text}" for text in texts if WORD.search(str(text)))


def test_nothing_that_people_read_names_the_product():
    assert [*said_in_templates(), *said_in_code()] == []


@pytest.mark.django_db
def test_what_answers_when_nothing_else_does_bears_the_name_of_the_place():
    client = Client(enforce_csrf_checks=True)
    for name in ("Night School", "Day School"):
        name_place(name)
        client.get("/")
        for answer in (client.get("/nonsense/"), client.post("/accounts/login/", {"login": "x"})):
            page = answer.content.decode()
            assert answer.status_code >= 400
            assert f"· {name}</title>" in page
            assert f"<span>{name}</span>" in page


@pytest.mark.django_db
def test_a_process_that_never_asked_names_none(monkeypatch):
    name_place("Night School")
    monkeypatch.setattr(capabilities, "_last_name", "")
    page = Client().get("/nonsense/").content.decode()
    assert "<title>There is nothing here</title>" in page
    assert "<span></span>" in page
