"""Turns a course as written into pages: through the catalogue's own action, revisions and publishing."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Page

from community.models import User
from courses.catalog.actions import create_course
from courses.models import AssessmentPage, CourseImage, CoursePage, CourseTeam, LessonPage, LinkPage, ModulePage

from . import pictures
from .lessons import (
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
    Prose,
    Question,
    Quote,
    Table,
)
from .reading import prose


@dataclass(frozen=True, slots=True)
class Published:
    """A course that learners can take: its page and the page of each activity by its slug."""

    page: CoursePage
    activities: dict[str, LessonPage | AssessmentPage | LinkPage]

    def key(self, slug: str) -> uuid.UUID:
        """Return the activity key of `slug`; KeyError where the course has none."""
        return self.activities[slug].translation_key


def publish(course: Course, *, by: User, at: datetime) -> Published:
    """Create and publish the pages of `course`; its modules and activities first, so that one outline follows."""
    page = create_course(by, title=course.title, at=at)
    page.outcome, page.topic, page.cover_key = course.outcome, course.topic, course.cover
    page.description = course.about + prose(course.level + ".")
    images = _draw(course, by=by, team=CourseTeam.objects.get(course_key=page.translation_key))
    made: dict[str, Any] = {}
    for module in course.modules:
        parent = _live(page, ModulePage(title=module.title), by=by)
        for activity in module.activities:
            made[activity.slug] = _live(parent, _page(activity, images, made), by=by)
    page.save_revision(user=by).publish(user=by)
    return Published(CoursePage.objects.get(pk=page.pk), made)


def _live(parent: Page, page: Any, *, by: User) -> Any:
    page.owner, page.live = by, False
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False).publish(user=by)
    page.refresh_from_db()
    return page


def _draw(course: Course, *, by: User, team: CourseTeam) -> dict[str, CourseImage]:
    names = sorted(
        {
            block.picture
            for activity in course.activities
            if isinstance(activity, Lesson)
            for block in activity.blocks
            if isinstance(block, Figure)
        }
    )
    return {name: _image(name, by=by, team=team) for name in names}


def _image(name: str, *, by: User, team: CourseTeam) -> CourseImage:
    return CourseImage.objects.create(
        title=name.replace("-", " ").capitalize(),
        file=ContentFile(pictures.draw(name), name=f"{name}.png"),
        uploaded_by_user=by,
        collection=team.collection,
    )


def _page(activity: Activity, images: dict[str, CourseImage], made: dict[str, Any]) -> Any:
    match activity:
        case Lesson():
            return _lesson(activity, images, made)
        case Assessment():
            return _assessment(activity, made)
        case Link():
            return _link(activity)


def _lesson(lesson: Lesson, images: dict[str, CourseImage], made: dict[str, Any]) -> LessonPage:
    first = not made
    return LessonPage(
        title=lesson.title,
        slug=lesson.slug,
        search_description=lesson.summary,
        minutes_given=lesson.minutes,
        free_preview=first,
        body=[_block(block, images) for block in lesson.blocks],
    )


def _assessment(assessment: Assessment, made: dict[str, Any]) -> AssessmentPage:
    return AssessmentPage(
        title=assessment.title,
        slug=assessment.slug,
        search_description=assessment.summary,
        introduction=prose(assessment.summary),
        minutes_given=assessment.minutes,
        pass_mark=assessment.pass_mark,
        tries=assessment.tries,
        questions=[_question(question, made.get(question.again)) for question in assessment.questions],
    )


def _link(link: Link) -> LinkPage:
    return LinkPage(
        title=link.title,
        slug=link.slug,
        about=link.about,
        address=link.address,
        minutes_given=link.minutes,
        required=False,
    )


def _block(block: Block, images: dict[str, CourseImage]) -> tuple[str, Any]:
    match block:
        case Heading(text):
            return "heading", text
        case Prose(html):
            return "text", html
        case Figure(picture, alt, caption):
            return "image", {"image": images[picture], "alt": alt, "caption": prose(caption), "shows": "drawing"}
        case Callout(title, html):
            return "callout", {"kind": "note", "title": title, "text": html}
        case Quote(text, source):
            return "quote", {"text": text, "source": source}
        case Code(language, text):
            return "code", {"language": language, "text": text}
        case Table(caption, rows):
            return "table", _table(caption, rows)
        case Question():
            return _question(block, None)


def _table(caption: str, rows: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    return {
        "data": [list(row) for row in rows],
        "table_caption": caption,
        "table_header_choice": "both",
        "first_row_is_table_header": True,
        "first_col_is_header": True,
    }


def _question(question: Question, again: LessonPage | None) -> tuple[str, Any]:
    data: dict[str, Any] = {"question": question.prompt, "read_again": again}
    match question.kind:
        case "numeric":
            feedback = {"feedback_right": question.right, "feedback_wrong": question.wrong}
            return "numeric", {**data, **feedback, "answer": question.value, "tolerance": question.tolerance}
        case "truefalse":
            true, false = question.options
            right, wrong = (true, false) if true.right else (false, true)
            feedback = {"feedback_right": right.feedback, "feedback_wrong": wrong.feedback}
            return "true_false", {**data, **feedback, "answer": "true" if true.right else "false"}
    options = [
        {"text": option.text, "correct": option.right, "feedback": option.feedback} for option in question.options
    ]
    return question.kind, {**data, "options": options}
