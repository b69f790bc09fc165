"""Reads the lessons, assessments and links below `content/courses`: Markdown with directives, and TOML.

A lesson begins with TOML between two lines of `+++`. Its body is Markdown (`##` for headings) and directives,
each from `::: kind` to `:::` with TOML inside (`code` holds the code itself).
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

from .lessons import (
    KINDS,
    Activity,
    Assessment,
    Block,
    Callout,
    Code,
    Course,
    Figure,
    Heading,
    Lesson,
    Link,
    Module,
    Option,
    Prose,
    Question,
    Quote,
    Table,
)

CONTENT = Path(__file__).parent / "content"


@cache
def courses() -> tuple[Course, ...]:
    """Return the courses, each read from a folder; raises KeyError or ValueError where a file lacks something."""
    return tuple(_course(CONTENT / "courses" / name) for name in ("statistics", "listening", "maps"))


def _course(folder: Path) -> Course:
    data = _toml((folder / "course.toml").read_text(encoding="utf-8"))
    modules = tuple(
        Module(module["title"], tuple(_activity(folder, slug) for slug in module["activities"]))
        for module in data["module"]
    )
    return Course(
        key=data["key"],
        title=data["title"],
        outcome=data["outcome"],
        about=prose(data["about"]),
        level=data["level"],
        cover=data["cover"],
        topic=data["topic"],
        instructor=data["instructor"],
        modules=modules,
    )


def _activity(folder: Path, slug: str) -> Activity:
    lesson, link = folder / f"{slug}.md", folder / f"{slug}.link.toml"
    if lesson.exists():
        return _lesson(slug, lesson.read_text(encoding="utf-8"))
    if link.exists():
        return _link(slug, _toml(link.read_text(encoding="utf-8")))
    return _assessment(slug, _toml((folder / f"{slug}.toml").read_text(encoding="utf-8")))


def _lesson(slug: str, source: str) -> Lesson:
    _, head, body = source.split("+++\n", 2)
    data = _toml(head)
    return Lesson(
        slug=slug, title=data["title"], minutes=data["minutes"], summary=data["summary"], blocks=tuple(_blocks(body))
    )


def _assessment(slug: str, data: dict[str, Any]) -> Assessment:
    return Assessment(
        slug=slug,
        title=data["title"],
        minutes=data["minutes"],
        summary=data["summary"],
        pass_mark=data["pass_mark"],
        tries=data["tries"],
        questions=tuple(_question(question["kind"], question) for question in data["question"]),
    )


def _link(slug: str, data: dict[str, Any]) -> Link:
    return Link(
        slug=slug,
        title=data["title"],
        minutes=data["minutes"],
        address=data["address"],
        about=prose(data["about"]),
    )


_DIRECTIVE = re.compile(r"^::: (?P<kind>\w+) ?(?P<name>[\w-]*)\n(?P<body>.*?)^:::$", re.MULTILINE | re.DOTALL)


def _blocks(body: str) -> Iterator[Block]:
    position = 0
    for match in _DIRECTIVE.finditer(body):
        yield from _text(body[position : match.start()])
        yield _directive(match["kind"], match["name"], match["body"])
        position = match.end()
    yield from _text(body[position:])


def _text(source: str) -> Iterator[Heading | Prose]:
    for part in re.split(r"^(## .+)$", source, flags=re.MULTILINE):
        if part.startswith("## "):
            yield Heading(_spaced(part[3:].strip()))
        elif part.strip():
            yield Prose(prose(part))


def _directive(kind: str, name: str, body: str) -> Block:
    if kind == "code":
        return Code(name, body.strip("\n"))
    data = _toml(body)
    match kind:
        case "figure":
            return Figure(name, data["alt"], data["caption"])
        case "callout":
            return Callout(data["title"], prose(data["text"]))
        case "quote":
            return Quote(data["text"], data["source"])
        case "table":
            return Table(data["caption"], tuple(tuple(row) for row in data["rows"]))
        case "question":
            return _question(name, data)
    raise ValueError(f"No directive is called {kind!r}")


def _question(kind: str, data: dict[str, Any]) -> Question:
    if kind not in KINDS:
        raise ValueError(f"No question is of the kind {kind!r}")
    options: tuple[Option, ...] = ()
    if kind == "truefalse":
        options = (
            Option("True", data["right"], data["if_true"]),
            Option("False", not data["right"], data["if_false"]),
        )
    elif kind != "numeric":
        options = tuple(
            Option(answer["text"], answer.get("right", False), answer["feedback"]) for answer in data["answer"]
        )
    numeric = kind == "numeric"
    return Question(
        kind=kind,
        prompt=data["prompt"],
        options=options,
        value=float(data["value"]) if numeric else None,
        tolerance=data.get("tolerance", 0),
        right=data["right"] if numeric else "",
        wrong=data["wrong"] if numeric else "",
        again=data.get("again", ""),
    )


_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "list", "link", "blockquote", "escape"])


def prose(source: str) -> str:
    """Return Markdown as the small HTML of a rich text block: p, b, i, a, ul, ol, li, blockquote."""
    html = _MARKDOWN.render(_spaced(source).strip())
    for theirs, ours in (("strong>", "b>"), ("em>", "i>")):
        html = html.replace(theirs, ours)
    return re.sub(r">\n+<", "><", html).strip()


def _toml(source: str) -> dict[str, Any]:
    return tomllib.loads(_spaced(source))


def _spaced(text: str) -> str:
    """Keep a number and its per cent sign on one line."""
    return re.sub(r"(\d) %", "\\1\u00a0%", text)
