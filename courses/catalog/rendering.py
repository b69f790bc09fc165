"""A body drawn once, when it is published: pieces of HTML with the questions between them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.safestring import SafeString

from . import reading
from .questions import KINDS, question_data

if TYPE_CHECKING:
    from .activities import ActivityPage

Drawn = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of the body, ready to show."""

    html: SafeString
    kind: str = "html"


@dataclass(frozen=True, slots=True)
class Question:
    """A question between two pieces; `data` holds its key and goes to no template."""

    id: str
    data: dict[str, Any]
    kind: str = "question"


def asked_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a question without its key: `id`, `type`, `question`, `options` as texts in order."""
    texts = [option["text"] for option in data["options"]]
    return {"id": data["id"], "type": data["type"], "question": data["question"], "options": texts}


def draw(stream: Iterable[Any], *, language: str) -> Drawn:
    """Return `stream` as JSON: neighbouring blocks as one piece of HTML, each question by itself."""
    drawn: Drawn = []
    with translation.override(language):
        for child in stream:
            if child.block_type in KINDS:
                drawn.append({"question": question_data(child)})
            else:
                _append(drawn, str(child.render()))
    return drawn


def segments(page: "ActivityPage") -> list[Html | Question]:
    """Return what a reader of the activity `page` gets, in order; asks no database."""
    return [_segment(piece) for piece in page.rendered]


def questions(page: "ActivityPage") -> list[dict[str, Any]]:
    """Return the questions of the activity `page` with their keys, in order."""
    return [piece["question"] for piece in page.rendered if "question" in piece]


def words(drawn: Drawn) -> int:
    """Return how many words there are to read."""
    return len(text(drawn).split())


def text(drawn: Drawn) -> str:
    """Return what is said, without tags and without any answer key."""
    return " ".join(_text(piece) for piece in drawn)


def asked(drawn: Drawn) -> int:
    """Return how many questions there are."""
    return sum("question" in piece for piece in drawn)


def _append(drawn: Drawn, html: str) -> None:
    if drawn and "html" in drawn[-1]:
        drawn[-1]["html"] += html
    else:
        drawn.append({"html": html})


def _segment(piece: Mapping[str, Any]) -> Html | Question:
    if "question" in piece:
        return Question(piece["question"]["id"], piece["question"])
    return Html(SafeString(piece["html"]))


def _text(piece: Mapping[str, Any]) -> str:
    if "question" not in piece:
        return reading.text_of(piece["html"])
    question = asked_of(piece["question"])
    return " ".join([question["question"], *question["options"]])
