"""Mark a response against a question. Pure; the only place that reads a question's key.

A question is {"id", "type", "question", "options": [{"text", "correct", "feedback"}], "answer", "tolerance",
"feedback_right", "feedback_wrong"}. A response is an option's index (single, true_false), a sorted list of indices
(multiple) or the number as written (numeric); None where nothing was answered.
"""

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
    """Return the response that a form's `values` mean, None where they mean none of the possible ones."""
    kind = question["type"]
    if kind == NUMERIC:
        text = values[0].strip()[:LONGEST_NUMBER] if values else ""
        return text if number(text) is not None else None
    possible = {str(index): index for index in range(len(question["options"]))}
    chosen = sorted({possible[value] for value in values if value in possible})
    if kind == MULTIPLE:
        return chosen or None
    return chosen[0] if len(chosen) == 1 else None


def mark(question: Question, response: Response) -> Mark:
    """Return the mark of `response`; every right option and no other must be chosen, a number lies in tolerance."""
    correct = response is not None and _is_right(question, response)
    return Mark(correct, _feedback(question, response, correct=correct))


def mark_all(questions: Sequence[Question], answers: Mapping[str, Response]) -> Result:
    """Return the result of an attempt: one point for each question."""
    marks = {question["id"]: mark(question, answers.get(question["id"])) for question in questions}
    raw = sum(one.correct for one in marks.values())
    return Result(marks, float(raw), float(len(questions)), raw / len(questions) if questions else 0.0)


def right_options(question: Question) -> list[int]:
    """Return the indices of the right options."""
    return [index for index, option in enumerate(question.get("options") or ()) if option.get("correct")]


def number(text: Any) -> Decimal | None:
    """Return the finite number in `text`, with a comma or a point and spaces allowed; None when it is none."""
    bare = "".join(str(text).split()).replace("−", "-")
    if "," in bare and "." not in bare:
        bare = bare.replace(",", ".")
    bare = bare.replace(",", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < LONGEST_NUMBER else None


def _is_right(question: Question, response: Response) -> bool:
    kind = question["type"]
    if kind in (SINGLE, TRUE_FALSE):
        return response in right_options(question)
    if kind == MULTIPLE:
        return response == right_options(question)
    given, right = number(response), number(question.get("answer"))
    tolerance = number(question.get("tolerance") or 0) or Decimal(0)
    return given is not None and right is not None and abs(given - right) <= abs(tolerance)


def _feedback(question: Question, response: Response, *, correct: bool) -> str:
    """What the chosen option says for itself, else what the question says for right or wrong."""
    options = question.get("options") or ()
    if isinstance(response, int) and response < len(options):
        own = options[response].get("feedback")
        if own:
            return own
    return question.get("feedback_right" if correct else "feedback_wrong") or ""
