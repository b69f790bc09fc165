"""Reads the lessons, assessments and links below `content/courses`: Markdown with directives, and TOML.

A lesson begins with TOML between two lines of `+++`. Its body is Markdown (`##` for headings) and directives,
each from `::: kind` to `:::` with TOML inside (`code` holds the code itself).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

CONTENT = Path(__file__).parent / "content"

KINDS = {"single", "multiple", "truefalse", "numeric"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a lesson."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists as the HTML that the CMS editor keeps."""

    html: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture drawn by `pictures.py` under this name."""

    picture: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A remark set apart; `html` is one or more paragraphs."""

    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of plain text; the first row is the head."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of a program."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose, and what is said to who chooses it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of one of `KINDS`; a numeric one has a value and what is said on either side of it."""

    kind: str
    prompt: str
    options: tuple[Option, ...] = ()
    value: float | None = None
    tolerance: float = 0
    right: str = ""
    wrong: str = ""
    again: str = ""  # the slug of the lesson to read again


Block = Heading | Prose | Figure | Callout | Quote | Table | Code | Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A lesson as written."""

    slug: str
    title: str
    minutes: int
    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """An assessment as written; `pass_mark` is in per cent, `tries` 0 means without limit."""

    slug: str
    title: str
    minutes: int
    summary: str
    pass_mark: int
    tries: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Something to do elsewhere, as written; nobody needs it to finish. `about` is HTML."""

    slug: str
    title: str
    minutes: int
    address: str
    about: str


Activity = Lesson | Assessment | Link


@dataclass(frozen=True, slots=True)
class Module:
    """Activities under one title."""

    title: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course as written; `instructor` is the key of a person, `cover` what its cover is drawn from."""

    key: str
    title: str
    outcome: str
    about: str
    level: str
    cover: str
    topic: str
    instructor: str
    modules: tuple[Module, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        """All activities in the order of the course."""
        return tuple(activity for module in self.modules for activity in module.activities)

    @property
    def needed(self) -> tuple[Lesson | Assessment, ...]:
        """The activities that finish it, in order."""
        return tuple(activity for activity in self.activities if not isinstance(activity, Link))


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
