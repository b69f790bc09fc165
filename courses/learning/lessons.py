"""What the page of one lesson shows to one person."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.assessments import asking, marking
from courses.catalog import outlines, rendering
from courses.catalog import queries as catalog
from courses.models import Answer, Enrolment, Outline

from . import opening
from .path import Path, Step

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


def pieces(reading: Reading) -> list[Piece]:
    """Return the body in order, each question with the learner's last answer and what it was worth."""
    segments = rendering.segments(reading.page)
    asks = any(segment.kind == "question" for segment in segments)
    answers = _last_answers(reading) if asks and reading.enrolment else {}
    return [
        Piece(html=segment.html)
        if isinstance(segment, rendering.Html)
        else Piece(question=_asked(reading, segment.data, answers))
        for segment in segments
    ]


def question(reading: Reading, block_id: uuid.UUID) -> marking.Question | None:
    """Return the question `block_id` of the lesson with its key, for marking."""
    return next((q for q in catalog.questions(reading.page) if q["id"] == str(block_id)), None)


def asked(reading: Reading, block_id: uuid.UUID) -> asking.Asked | None:
    """Return one question of the lesson as it may be shown."""
    found = question(reading, block_id)
    return _asked(reading, found, _last_answers(reading)) if found else None


def tried(reading: Reading, block_id: uuid.UUID, response: marking.Response) -> asking.Asked | None:
    """Return one question with what `response` is worth, to someone who only looks; nothing is read or kept."""
    found = question(reading, block_id)
    return _asked(reading, found, {str(block_id): response} if response is not None else {}) if found else None


def with_tried(pieces: list[Piece], tried: asking.Asked | None) -> list[Piece]:
    """Return the body with one question as it was just tried."""
    return [
        Piece(question=tried) if tried and piece.question and piece.question.id == tried.id else piece
        for piece in pieces
    ]


def _asked(reading: Reading, data: marking.Question, answers: dict[str, marking.Response]) -> asking.Asked:
    if data["id"] not in answers:
        return asking.ask(data)
    opens = reading.enrolment is not None
    lessons = {
        step.key: step for step in reading.path.steps if step.key != reading.step.key and (opens or step.preview)
    }
    return asking.ask(data, answers[data["id"]], stage=asking.MARKED, again=asking.again(data, lessons))


def _last_answers(reading: Reading) -> dict[str, marking.Response]:
    rows = Answer.objects.filter(enrolment=reading.enrolment, lesson_key=reading.step.key).order_by("ordinal")
    return {str(block_id): response for block_id, response in rows.values_list("block_id", "response")}
