"""The rules of the house that an import graph does not show."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

FLOORS = ("site/cohort", "community", "courses", "search")
PURE = {
    "progress",
    "marking",
    "points",
    "badges",
    "standings",
    "cursors",
    "uids",
    "folding",
    "outlines",
    "covers",
    "measures",
}


def sources() -> list[Path]:
    files = [path for floor in FLOORS for path in (settings.BASE_DIR / floor).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))


def test_site_is_a_source_root_and_never_a_package():
    assert not (settings.BASE_DIR / "site" / "__init__.py").exists()


def is_pure(path: Path) -> bool:
    """Say whether a module is one of the calculations, or says itself that it is pure."""
    said = ast.get_docstring(ast.parse(path.read_text())) or ""
    return path.stem in PURE or re.search(r"\bPure\b|\b[Ii]mports no Django\b", said) is not None


@pytest.mark.parametrize("path", [path for path in sources() if is_pure(path)], ids=name_of)
def test_calculations_import_no_framework(path):
    roots = {name.split(".")[0] for name in imported(path)}
    assert roots.isdisjoint({"django", "wagtail", "channels"})


def test_page_signals_are_received_in_one_place():
    receivers = {name_of(path) for path in sources() if "wagtail.signals" in imported(path)}
    assert receivers == {"courses/catalog/receivers.py"}


def test_behaviour_never_hangs_on_model_signals():
    hooked = {name_of(path) for path in sources() if re.search(r"\b(post|pre)_(save|delete)\b", path.read_text())}
    assert hooked == {"courses/catalog/receivers.py"}  # Wagtail has no signal of its own for a deleted page


def test_learning_events_are_received_on_one_page():
    connects = re.compile(r"(happened|reversed_for)\.connect|@receiver\(.*(happened|reversed_for)")
    listening = {name_of(path) for path in sources() if connects.search(path.read_text())}
    assert listening == {"community/receivers.py"}


def test_only_the_named_places_ask_which_database_it_is():
    asking = {name_of(path) for path in sources() if re.search(r"connection\.vendor|vendor ==", path.read_text())}
    assert asking == {"community/feed/queries.py", "courses/records/consistency.py", "search/engines/database.py"}


def test_lower_templates_name_no_upper_url():
    upper = re.compile(
        r"{% url ['\"](people|profiles|connections|groups|discussions|feed|insights|notifications|leaderboards):"
    )
    named = {
        name_of(path)
        for floor in ("courses", "search")
        for path in (settings.BASE_DIR / "templates" / floor).rglob("*.html")
        if upper.search(path.read_text())
    }
    assert named == set()
