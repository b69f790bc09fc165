"""Templates are HTML that a person can read; `djangofmt --check templates`, in `make check`, holds their form."""

import importlib
import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WIDTH = 120  # columns, as for Python
# What a template says in its opening comment that it is given: "page: community.feed.presenting.FeedPage".
NAMED = re.compile(r"\b(?:cohort|community|courses|search)(?:\.[a-z_]+)+\.[A-Za-z_]+\b(?!\.html)")


def test_no_line_of_a_template_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in _templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]

    assert long == []


def test_what_a_template_says_it_is_given_is_there():
    lost = [
        f"{path.relative_to(TEMPLATES)}: {name}"
        for path in _templates()
        for name in NAMED.findall(path.read_text())
        if not _stands(name)
    ]

    assert lost == []


def _templates() -> list[Path]:
    return [path for path in sorted(TEMPLATES.rglob("*.*")) if path.suffix in {".html", ".js", ".css", ".txt"}]


def _stands(name: str) -> bool:
    module, _, thing = name.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), thing)
    except ModuleNotFoundError:
        return False
