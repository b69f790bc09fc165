"""Components: each says its props and stands on the style guide; no page styles itself."""

import re
from itertools import accumulate
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from cohort.face import samples

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
# Parts of the frame itself, which the style guide stands in.
FRAME = {"bar", "bell", "tray", "palette", "toast", "unsent", "waiting"}
FORMS = {"form", "field"}  # what Django's form renderer puts in


def included(*paths: Path) -> set[str]:
    return {name for path in paths for name in re.findall(r'include "components/([\w]+)\.html"', path.read_text())}


def with_parts(names: set[str]) -> set[str]:
    """Return these components and those that they put in."""
    parts = included(*(TEMPLATES / f"components/{name}.html" for name in names))
    return names if parts <= names else with_parts(names | parts)


def depth(text: str) -> int:
    """Return how many conditions stand within each other at most."""
    steps = [1 if tag == "if" else -1 for tag in re.findall(r"\{% (if|endif) ?", text)]
    return max(accumulate(steps), default=0)


def test_every_component_stands_on_the_style_guide():
    shown = included(*(TEMPLATES / "styleguide").glob("*.html"))
    assert {path.stem for path in COMPONENTS} == with_parts(FRAME | FORMS | shown)


def test_templates_are_one_condition_deep():
    deep = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if depth(path.read_text()) > 1}
    assert deep == set()


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_opens_with_its_props_and_names_no_address(path):
    text = path.read_text()
    assert text.startswith("{% comment %}\n")
    assert not re.search(r"\{% url ", text)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_carries_inline_style_or_script(path):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*type=\"application/json\")", text)


def test_the_style_guide_answers_anyone_without_asking_for_its_parts(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        response = client.get(reverse("face:styleguide"))

    assert response.status_code == 200
    assert b" style=" not in response.content
    nonce = re.search(r"'nonce-([^']+)'", response["Content-Security-Policy"]).group(1)
    assert f'nonce="{nonce}"' in response.content.decode()


def test_a_form_reads_label_hint_error_then_input():
    form = samples.TopicForm({"title": "", "due": "x", "zone": "UTC", "pace": "weekly"})
    html = str(form)

    assert '<a href="#id_title"' in html
    due = html[html.index('for="id_due"') :]
    assert due.index("id_due_helptext") < due.index('id="id_due_error"') < due.index("<input")
    field = re.search(r'<input[^>]*id="id_due"[^>]*>', html).group(0)
    assert 'aria-describedby="id_due_helptext id_due_error"' in field
    assert 'aria-invalid="true"' in field
