"""What the page of one lesson shows to one person."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from courses.catalog import queries as catalog
from courses.catalog import rendering
from courses.models import Answer, Enrolment, Outline
from courses.outline import outlines
from courses.outline.path import Path, Step
from courses.questions import asking, marking

from . import opening

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from courses.catalog.activities import LessonPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of the body: ready HTML, or a question."""

    html: str = ""
    question: asking.Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A lesson someone may read; without `enrolment` they only look."""

    page: "LessonPage"
    course_key: uuid.UUID
    outline: Outline
    enrolment: Enrolment | None
    path: Path
    step: Step
    module: str

    @property
    def done(self) -> bool:
        return self.step.state == "done"


def reading(user: "User | AnonymousUser", key: uuid.UUID) -> Reading | None:
    """Return the lesson `key` for `user`; None where there is none that they may read."""
    page = catalog.lesson_page(key)
    found = opening.opened(user, key, course_key=page.course_key, kind=page.kind) if page else None
    if page is None or page.course_key is None or found is None:
        return None
    return Reading(
        page=page,
        course_key=page.course_key,
        outline=found.outline,
        enrolment=found.enrolment,
        path=found.path,
        step=found.step,
        module=outlines.module_of(found.outline.data, key),
    )


def pieces(reading: Reading, *, instead: asking.Asked | None = None) -> list[Piece]:
    """Return the body in order, each question with the learner's last answer and what it was worth.

    `instead` stands in the place of the question it is, as it was just answered.
    """
    segments = rendering.segments(reading.page)
    asks = any(segment.kind == "question" for segment in segments)
    answers = _last_answers(reading) if asks and reading.enrolment else {}
    return [
        Piece(html=segment.html)
        if isinstance(segment, rendering.Html)
        else Piece(question=instead if instead and instead.id == segment.id else _asked(reading, segment.data, answers))
        for segment in segments
    ]


def question(reading: Reading, block_id: uuid.UUID) -> marking.Question | None:
    """Return the question `block_id` of the lesson with its key, for marking."""
    return next((q for q in catalog.questions(reading.page) if q["id"] == str(block_id)), None)


def asked(reading: Reading, block_id: uuid.UUID, *, unread: str = "") -> asking.Asked | None:
    """Return one question of the lesson as it may be shown; `unread` is what was just written and is no number."""
    found = question(reading, block_id)
    if found is None or unread:
        return asking.ask(found, unread=unread) if found else None
    return _asked(reading, found, _last_answers(reading))


def tried(reading: Reading, block_id: uuid.UUID, response: marking.Response) -> asking.Asked | None:
    """Return one question with what `response` is worth, to someone who only looks; nothing is read or kept."""
    found = question(reading, block_id)
    if found is None or response is None:
        return asking.ask(found) if found else None
    return _marked(reading, found, response)


def _asked(reading: Reading, data: marking.Question, answers: dict[str, Answer]) -> asking.Asked:
    last = answers.get(data["id"])
    if last is None:
        return asking.ask(data)
    response = marking.carried(last.response, correct=last.correct, before=last.question, now=data)
    if response is None:
        said = asking.changed_since(last.question, last.response, correct=last.correct)
        return asking.ask(data, changed=said)
    return _marked(reading, data, response)


def _marked(reading: Reading, data: marking.Question, response: marking.Response) -> asking.Asked:
    opens = reading.enrolment is not None
    lessons = {
        step.key: step for step in reading.path.steps if step.key != reading.step.key and (opens or step.preview)
    }
    return asking.ask(data, response, stage=asking.MARKED, again=asking.again(data, lessons))


def _last_answers(reading: Reading) -> dict[str, Answer]:
    """Return the last answer to each question; tries are unlimited, and each row carries its question."""
    mine = Answer.objects.filter(enrolment=reading.enrolment, lesson_key=reading.step.key)
    last = mine.filter(block_id=OuterRef("block_id")).order_by("-ordinal")
    return {str(answer.block_id): answer for answer in mine.filter(ordinal=Subquery(last.values("ordinal")[:1]))}
