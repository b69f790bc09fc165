"""Templates are HTML that a person can read; `djangofmt --check templates`, in `make check`, holds their form."""

from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
WIDTH = 120  # columns, as for Python


def test_no_line_of_a_template_is_longer_than_a_screen():
    long = [
        f"{path.relative_to(TEMPLATES)}:{number}"
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.suffix in {".html", ".js", ".css", ".txt"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > WIDTH
    ]

    assert long == []
