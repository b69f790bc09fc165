"""Courses for tests, through real pages and the real road of publishing."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.signals import page_published

from courses.catalog.actions import create_course
from courses.catalog.activities import AssessmentPage, LessonPage
from courses.catalog.pages import CoursePage, ModulePage
from courses.links.pages import LinkPage

from .people import person

WORDS = "<p>A number comes from somewhere, and somebody chose how to count it.</p>"


def single(question: str = "Which one is right?", *, right: int = 0, options: int = 3, **value: Any) -> dict[str, Any]:
    """Return a question with one right answer, as a stream keeps it."""
    answers = [
        {"text": f"Answer {n}", "correct": n == right, "feedback": f"Said to answer {n}"} for n in range(options)
    ]
    return _block("single", {"question": question, "options": answers, **_said(), **value})


def multiple(question: str = "Which are right?", *, right: Sequence[int] = (0, 1), options: int = 3) -> dict[str, Any]:
    """Return a question with several right answers, as a stream keeps it."""
    answers = [{"text": f"Answer {n}", "correct": n in right, "feedback": ""} for n in range(options)]
    return _block("multiple", {"question": question, "options": answers, **_said()})


def true_false(question: str = "The mean moves.", *, answer: bool = True) -> dict[str, Any]:
    """Return a statement to judge, as a stream keeps it."""
    return _block("true_false", {"question": question, "answer": "true" if answer else "false", **_said()})


def numeric(question: str = "How many?", *, answer: float = 4, tolerance: float = 0) -> dict[str, Any]:
    """Return a question for a number, as a stream keeps it."""
    return _block("numeric", {"question": question, "answer": answer, "tolerance": tolerance, **_said()})


def text(html: str = WORDS) -> dict[str, Any]:
    """Return a piece of prose, as a stream keeps it."""
    return _block("text", html)


def heading(words: str) -> dict[str, Any]:
    """Return a heading, as a stream keeps it."""
    return _block("heading", words)


def draft_course(title: str = "Statistics for Curious People", *, by: Any = None, **fields: Any) -> CoursePage:
    """Return a draft course with its team; `by` teaches it, else an instructor made for it."""
    course = create_course(by or instructor(), title=title)
    fields = {"outcome": "Read a number and know what it can carry.", **fields}
    for name, value in fields.items():
        setattr(course, name, value)
    return course


def published_course(
    title: str = "Statistics for Curious People",
    *,
    lessons: int = 2,
    assessment: bool = True,
    by: Any = None,
    **fields: Any,
) -> CoursePage:
    """Return a published course: one module of `lessons` lessons, and an assessment at its end."""
    course = draft_course(title, by=by, **fields)
    publish(course)
    module = add_module(course)
    for n in range(lessons):
        add_lesson(module, f"Lesson {n + 1}")
    if assessment:
        add_assessment(module)
    course.refresh_from_db()
    return course


def add_module(course: CoursePage, title: str = "Before the numbers") -> ModulePage:
    """Return a published module at the end of `course`."""
    return _below(course, ModulePage(title=title))


def add_lesson(
    module: ModulePage, title: str = "Why averages mislead", *, body: Any = None, **fields: Any
) -> LessonPage:
    """Return a published lesson at the end of `module`; its body is prose and one question unless given."""
    body = [heading("The question it answers"), text(), single()] if body is None else body
    return _below(module, LessonPage(title=title, body=body, **fields))


def add_assessment(
    module: ModulePage, title: str = "Check what you know", *, questions: Any = None, **fields: Any
) -> AssessmentPage:
    """Return a published assessment at the end of `module`; one question of each kind unless given."""
    questions = [single(), multiple(), true_false(), numeric()] if questions is None else questions
    return _below(module, AssessmentPage(title=title, questions=questions, **{"minutes_given": 5, **fields}))


def add_link(module: ModulePage, title: str = "Practise with coins", **fields: Any) -> LinkPage:
    """Return a published link at the end of `module`; it leads to example.org and is confirmed by hand unless given."""
    about = "<p>Toss a coin until you believe it.</p>"
    given = {"about": about, "address": "https://example.org/coins", **fields}
    return _below(module, LinkPage(title=title, **given))


def _below(parent: Any, page: Any) -> Any:
    """Return `page` as it stands once it was published at the end of `parent`, without the history of its making.

    What publishing tells is told. Saving the draft and its revision as well took half the time of the tests of courses.
    """
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    page_published.send(sender=type(page), instance=page, revision=None)
    page.refresh_from_db()
    return page


def publish(page: Any) -> Any:
    """Publish `page` as the editor does, and return it as stored."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def lessons_of(course: CoursePage) -> list[LessonPage]:
    """Return the lessons of `course` in order."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def assessment_of(course: CoursePage) -> AssessmentPage:
    """Return the assessment of `course`."""
    return AssessmentPage.objects.descendant_of(course).get()


def instructor(name: str = "") -> Any:
    """Return a person in the group *Instructors*."""
    return teach(person(name or f"Teacher{uuid.uuid4().hex[:6]} Sample"))


def teach(user: Any) -> Any:
    """Put `user` into the group *Instructors* and return them."""
    from django.contrib.auth.models import Group

    user.groups.add(Group.objects.get(name="Instructors"))
    return user


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _said() -> dict[str, str]:
    return {"feedback_right": "That is it.", "feedback_wrong": "Not quite."}
