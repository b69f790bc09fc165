"""`python -m tests.architecture.figures`: how large the house's files, functions and templates are.

`make check` prints the figures and fails where one is over its bound. A bound is lowered as soon as the house allows.
"""

import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("site/cohort", "community", "courses", "search")
TEMPLATES = ROOT / "templates"
MARKUP = re.compile(r"</?[a-z][a-z0-9]*[ >/]")
LONG = 120  # characters of a template's line
WIDE = 100  # characters of a line of Python


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of the house: what it is, how much, and what it may be (None: nothing is asked yet)."""

    name: str
    value: float
    most: float | None = None

    @property
    def holds(self) -> bool:
        return self.most is None or self.value <= self.most

    def __str__(self) -> str:
        bound = "" if self.most is None else f"at most {self.most:g}"
        return f"{self.name:<52}{self.value:>8g}   {bound}{'' if self.holds else '   OVER'}".rstrip()


def figures() -> Iterator[Figure]:
    """Measure the code without migrations and tests, and the templates."""
    sources = {path: path.read_text() for path in _sources()}
    files = [text.count("\n") for text in sources.values()]
    yield Figure("file, lines, median", statistics.median(files), 70)
    yield Figure("file, lines, 9 of 10 within", _within(files), 185)
    yield Figure("file, lines, longest", max(files), 330)
    yield Figure("files over 250 lines", sum(lines > 250 for lines in files), 7)

    trees = [ast.parse(text) for text in sources.values()]
    functions = [lines for tree in trees for lines in _functions(tree)]
    yield Figure("function, lines, median", statistics.median(functions), 5)
    yield Figure("function, lines, 9 of 10 within", _within(functions), 14)
    yield Figure("function, lines, longest", max(functions), 200)

    lines = [len(line) for text in sources.values() for line in text.splitlines()]
    yield Figure(f"lines of Python over {WIDE} characters, %", _share(lines, over=WIDE), 6.5)
    yield Figure("strings of Python with markup in them", sum(_markup(tree) for tree in trees), 155)
    yield Figure("names of modules used once", sum(count == 1 for count in _names(sources).values()), 210)

    templates = [path.read_text().splitlines() for path in TEMPLATES.rglob("*.html")]
    yield Figure("template, lines, median", statistics.median(map(len, templates)))
    yield Figure("templates over 60 lines", sum(len(lines) > 60 for lines in templates), 25)
    yield Figure(
        f"lines of templates over {LONG} characters", sum(len(row) > LONG for rows in templates for row in rows), 0
    )


def _sources() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (path for path in sorted((ROOT / floor).rglob("*.py")) if "migrations" not in path.parts)


def _functions(tree: ast.AST) -> Iterator[int]:
    """Yield how many lines each function has below its signature and its docstring."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            yield (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _markup(tree: ast.AST) -> int:
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node) is not None
        and isinstance(node.body[0], ast.Expr)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in docstrings)
    return sum(isinstance(text.value, str) and MARKUP.search(text.value) is not None for text in texts)


def _names(paths: Iterable[Path]) -> Counter[str]:
    return Counter(path.stem for path in paths if path.stem != "__init__")


def _within(values: Sequence[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def _share(values: Sequence[int], *, over: int) -> float:
    return round(100 * sum(value > over for value in values) / len(values), 1)


if __name__ == "__main__":
    measured = list(figures())
    sys.stdout.write("".join(f"{figure}\n" for figure in measured))
    sys.exit(not all(figure.holds for figure in measured))
