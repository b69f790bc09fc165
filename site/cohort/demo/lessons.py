"""Lessons, assessments and links as they are written below `content/courses`, which `reading.py` reads."""

from dataclasses import dataclass

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
