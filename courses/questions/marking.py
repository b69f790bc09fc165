"""Mark a response against a question. Pure; the only place that reads a question's key.

A question is {"id", "type", "question", "options": [{"text", "correct", "feedback"}], "answer", "tolerance",
"feedback_right", "feedback_wrong"}. A response is an option's index (single, true_false), a sorted list of indices
(multiple) or the number in digits (numeric); None where nothing was answered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

SINGLE, MULTIPLE, TRUE_FALSE, NUMERIC = "single", "multiple", "true_false", "numeric"

Question = Mapping[str, Any]
Response = int | list[int] | str | None

LONGEST_NUMBER = 40


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a response is right, and what to say about it."""

    correct: bool
    feedback: str


@dataclass(frozen=True, slots=True)
class Result:
    """The marks of a whole assessment: `raw` right answers of `maximum`, `scaled` 0 to 1."""

    marks: Mapping[str, Mark]
    raw: float
    maximum: float
    scaled: float


def read(question: Question, values: Sequence[str]) -> Response:
    """Return the response that a form's `values` mean, None where they mean none of the possible ones.

    A number is kept in digits alone, so that whoever comes back to it sees what it was taken for.
    """
    kind = question["type"]
    if kind == NUMERIC:
        found = _number_written(values)
        return None if found is None else f"{found:f}"
    possible = {str(index): index for index in range(len(question["options"]))}
    chosen = sorted({possible[value] for value in values if value in possible})
    if kind == MULTIPLE:
        return chosen or None
    return chosen[0] if len(chosen) == 1 else None


def unread(question: Question, values: Sequence[str]) -> str:
    """Return what stands in the field of a number and cannot be read as one; empty where nothing is amiss."""
    text = values[0].strip() if values and question["type"] == NUMERIC else ""
    return text[:LONGEST_NUMBER] if text and _number_written(values) is None else ""


def mark(question: Question, response: Response) -> Mark:
    """Return the mark of `response`; every right option and no other must be chosen, a number lies in tolerance."""
    correct = response is not None and _is_right(question, response)
    return Mark(correct, _feedback(question, response, correct=correct))


def mark_all(questions: Sequence[Question], answers: Mapping[str, Response]) -> Result:
    """Return the result of an attempt: one point for each question."""
    marks = {question["id"]: mark(question, answers.get(question["id"])) for question in questions}
    raw = sum(one.correct for one in marks.values())
    return Result(marks, float(raw), float(len(questions)), raw / len(questions) if questions else 0.0)


def carried(response: Response, *, correct: bool, before: Question | None, now: Question) -> Response:
    """Return what an answer to the question as it was `before` is to the question as it is `now`.

    Choices are known by their words. None where what was chosen is gone, or is no longer as `correct` as it was.
    """
    moved = response if before is None or now["type"] == NUMERIC else _moved(response, before=before, now=now)
    same_kind = before is None or before["type"] == now["type"]
    return moved if same_kind and mark(now, moved).correct == correct else None


def right_options(question: Question) -> list[int]:
    """Return the indices of the right options."""
    return [index for index, option in enumerate(question.get("options") or ()) if option.get("correct")]


def number(text: Any) -> Decimal | None:
    """Return the one finite number in `text`, as people write it: "1,500", "0,5", "~20", "1 %", "20 minutes", "€5".

    A comma before exactly three digits parts thousands, as English has it, but not after a lone zero. None where it is
    no number, more than one, or could be meant in two ways.
    """
    found = _NUMBER.fullmatch(str(text).strip().translate(_SIGNS))
    if found is None or _SCALES.search(found["unit"]):
        return None
    figures = _figures(found["figures"])
    if figures is None:
        return None
    try:
        value = Decimal(found["sign"] + figures + found["power"])
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < LONGEST_NUMBER else None


_NUMBER = re.compile(
    r"(?:[~≈=]|(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.)(?=[\s\d])|[^\W\d_]{1,10}\s*=)?\s*"
    r"(?P<sign>[+-]?)\s*[$£€¥₹]?\s*(?P<figures>\d[\d.,' ]*|\.\d+)(?P<power>(?:[eE][+-]?\d{1,3})?)"
    r"\s*(?P<unit>(?:(?:[%‰°′″\"$£€¥₹]|[^\W\d_])(?:[^\W\d_]|[ ./·%°²³⁻¹])*)?)",
    re.IGNORECASE,
)
_SIGNS = (
    {ord(sign): "-" for sign in "−–‒‑﹣－"}
    | {ord(sign): "'" for sign in "’‘ʼ＇"}
    | {ord(sign): " " for sign in "\u00a0\u2007\u2009\u202f\t"}
)
_SCALES = re.compile(r"(?i)^(?:k|hundreds?|thousands?|[mb]illions?|mio|bn|dozens?)\b|\b(?:or|to|and)\b")
_POINT = re.compile(r"\d*\.?\d+|\d+\.")  # 1500, 0.5, .5, 4.
_COMMA = re.compile(r"\d+,\d+")  # 0,5 and, not being thousands, 15,25
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?|[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d*)?")  # 1,500.5; 1,00,000
_PARTED = re.compile(r"[1-9]\d{0,2}(?:(?P<gap>[ '])\d{3})(?:(?P=gap)\d{3})*(?:[.,]\d+)?")  # 1 500,5; 1'500.5
_POINTED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,}(?:,\d+)?|(?:\.\d{3})+,\d+)")  # 1.500.000; 1.500,5


def _figures(text: str) -> str | None:
    """Return the figures with a point and nothing else between them."""
    text = text.rstrip(" ,'")
    if _POINT.fullmatch(text):
        return text
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if _COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _PARTED.fullmatch(text):
        return text.replace(" ", "").replace("'", "").replace(",", ".")
    if _POINTED.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return None


def _number_written(values: Sequence[str]) -> Decimal | None:
    text = values[0].strip() if values else ""
    return number(text) if len(text) <= LONGEST_NUMBER else None


def _is_right(question: Question, response: Response) -> bool:
    kind = question["type"]
    if kind in (SINGLE, TRUE_FALSE):
        return response in right_options(question)
    if kind == MULTIPLE:
        return response == right_options(question)
    given, right = number(response), number(question.get("answer"))
    tolerance = number(question.get("tolerance") or 0) or Decimal(0)
    return given is not None and right is not None and abs(given - right) <= abs(tolerance)


def _moved(response: Response, *, before: Question, now: Question) -> Response:
    texts = [option["text"] for option in now.get("options") or ()]
    chosen = response if isinstance(response, list) else [response]
    words = [option["text"] for index, option in enumerate(before.get("options") or ()) if index in chosen]
    if not words or any(texts.count(word) != 1 for word in words):
        return None
    places = sorted(texts.index(word) for word in words)
    return places if isinstance(response, list) else places[0]


def _feedback(question: Question, response: Response, *, correct: bool) -> str:
    """What the chosen option says for itself, else what the question says for right or wrong."""
    options = question.get("options") or ()
    if isinstance(response, int) and response < len(options):
        own = options[response].get("feedback")
        if own:
            return own
    return question.get("feedback_right" if correct else "feedback_wrong") or ""
