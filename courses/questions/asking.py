"""A question as a page shows it: never more of its key than the moment allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses import addresses

from . import marking
from .marking import Question, Response

if TYPE_CHECKING:
    from courses.outline.path import Step

OPEN, MARKED, CLOSED = "open", "marked", "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """An answer to choose; `verdict` is "", "right" or "mine", `note` its words."""

    value: str
    label: str
    checked: bool
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The lesson to read again after a mistake, with what that costs."""

    url: str
    label: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer was worth, why, and a way back."""

    right: bool
    title: str
    text: str
    again: Again | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to show: `options` of a choice, or the `value` of a number field; `verdict` once it may be said."""

    id: str
    type: str
    input: str
    field: str
    question: str
    hint: str
    options: tuple[Option, ...]
    value: str
    answered: bool
    verdict: Verdict | None
    solution: str = ""
    problem: str = ""
    changed: str = ""


def ask(
    question: Question,
    response: Response = None,
    *,
    stage: str = OPEN,
    again: Again | None = None,
    listed: bool = False,
    unread: str = "",
    changed: str = "",
) -> Asked:
    """Return the question as it may be shown.

    OPEN: nothing of the key, whatever is answered. MARKED: whether the given answer is right. CLOSED: the key too.
    `listed` questions stand below each other, outside any form. `unread` is what was written and is no number,
    `changed` what to say of an answer that was given to another wording.
    """
    mark = marking.mark(question, response) if stage != OPEN else None
    choice = question["type"] != marking.NUMERIC
    return Asked(
        id=question["id"],
        type=question["type"],
        input="checkbox" if question["type"] == marking.MULTIPLE else "radio",
        # On a page of many questions outside any form, radios of one name would be one choice.
        field=f"answer-{question['id']}" if listed else "answer",
        question=question["question"],
        hint=_HINTS[question["type"]](),
        options=tuple(_options(question, response, mark=mark, stage=stage)) if choice else (),
        value=unread or (str(response) if not choice and response is not None else ""),
        answered=response is not None,
        verdict=_verdict(mark, response, again=again) if mark else None,
        solution=_solution(question) if stage == CLOSED and not choice and mark and not mark.correct else "",
        problem=_("“%(text)s” could not be read as one number. Write it in digits, such as 1500 or 0.5.")
        % {"text": unread}
        if unread
        else "",
        changed=changed,
    )


def changed_since(before: Question | None, response: Response, *, correct: bool) -> str:
    """Return what to say of an answer to a question that has changed since: what it was, as right as it was."""
    said = _("This question has changed since you answered it.")
    answer = given(before, response) if before else ""
    if not answer:
        return said
    then = (
        _("Your answer then was “%(answer)s”, and it was right.")
        if correct
        else _("Your answer then was “%(answer)s”, and it was not right.")
    )
    return f"{said} {then % {'answer': answer}}"


def given(question: Question, response: Response) -> str:
    """Return an answer in the words it was chosen by, as whoever gave it may see it; "" where there is none."""
    if question["type"] == marking.NUMERIC:
        return str(response) if response is not None else ""
    chosen = response if isinstance(response, list) else [response]
    texts = [option["text"] for index, option in enumerate(question["options"]) if index in chosen]
    return ", ".join(texts)


def again(question: Question, lessons: Mapping[str, "Step"]) -> Again | None:
    """Return the way back to the lesson a question names, of the `lessons` (steps by key) that can be opened."""
    step = lessons.get(question.get("read_again") or "")
    if step is None:
        return None
    return Again(
        url=addresses.step_url(step),
        label=_("Read “%(title)s” again") % {"title": step.title},
        cost=_("%(n)d min") % {"n": step.minutes},
    )


_HINTS = {
    marking.SINGLE: lambda: "",
    marking.TRUE_FALSE: lambda: "",
    marking.MULTIPLE: lambda: _("Choose all that are right."),
    marking.NUMERIC: lambda: _("Write a number."),
}


def _options(question: Question, response: Response, *, mark: marking.Mark | None, stage: str) -> list[Option]:
    chosen = set(response) if isinstance(response, list) else {response}
    right = set(marking.right_options(question))
    options = []
    for index, option in enumerate(question["options"]):
        verdict, note = "", ""
        if mark and index in chosen:
            verdict, note = ("right", _("Right")) if mark.correct else ("mine", _("Your answer"))
        if mark and stage == CLOSED and not mark.correct and index in right:
            verdict, note = "right", _("Right, and yours") if index in chosen else _best(right)
        options.append(
            Option(value=str(index), label=option["text"], checked=index in chosen, verdict=verdict, note=note)
        )
    return options


def _best(right: set[int]) -> str:
    return _("Best answer") if len(right) == 1 else _("Right")


def _verdict(mark: marking.Mark, response: Response, *, again: Again | None) -> Verdict:
    said = _("Right") if mark.correct else _("Not quite") if response is not None else _("Not answered")
    title, text = _spoken(said, mark.feedback)
    return Verdict(right=mark.correct, title=title, text=text, again=None if mark.correct else again)


def _spoken(said: str, feedback: str) -> tuple[str, str]:
    """Return the verdict and what follows it; an author who begins with the verdict has said it already."""
    if not feedback.startswith(said):
        return f"{said}.", feedback
    title, end, text = feedback.partition(". ")
    return title + end.strip(), text


def _solution(question: Question) -> str:
    answer = marking.number(question.get("answer"))
    return _("The number is %(n)s.") % {"n": f"{answer.normalize():f}"} if answer is not None else ""
