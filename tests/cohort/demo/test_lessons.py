"""What the demo's courses promise: true keys, pictures with words, lessons of a good length."""

import re
from html.parser import HTMLParser

import pytest

from cohort.demo.lessons import (
    Assessment,
    Callout,
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
from cohort.demo.outside.written import claims
from cohort.demo.pictures import PICTURES
from cohort.demo.reading import CONTENT, courses, prose

COURSES = courses()
LESSONS = [activity for course in COURSES for activity in course.activities if isinstance(activity, Lesson)]
ASSESSMENTS = [activity for course in COURSES for activity in course.activities if isinstance(activity, Assessment)]
COURSE_FILES = [*CONTENT.glob("courses/*/*.md"), *CONTENT.glob("courses/*/*.toml")]
ALLOWED = {"p", "b", "i", "a", "ul", "ol", "li", "blockquote"}


def inline(lesson: Lesson) -> list[Question]:
    return [block for block in lesson.blocks if isinstance(block, Question)]


def figures(lesson: Lesson) -> list[Figure]:
    return [block for block in lesson.blocks if isinstance(block, Figure)]


QUESTIONS = [q for lesson in LESSONS for q in inline(lesson)] + [q for a in ASSESSMENTS for q in a.questions]


def words(lesson: Lesson) -> int:
    """Count what is read before the questions."""
    texts = []
    for block in lesson.blocks:
        match block:
            case Prose(html) | Callout(_, html):
                texts.append(re.sub(r"<[^>]+>", " ", html))
            case Heading(text) | Quote(text, _):
                texts.append(text)
            case Figure(_, _, caption):
                texts.append(caption)
            case Table(_, rows):
                texts.extend(cell for row in rows for cell in row)
    return sum(len(text.split()) for text in texts)


def test_three_courses_of_eight_three_and_three_lessons():
    shape = {
        course.title: [
            sum(isinstance(activity, kind) for activity in course.activities) for kind in (Lesson, Assessment, Link)
        ]
        for course in COURSES
    }

    assert shape == {
        "Statistics for Curious People": [8, 2, 0],
        "The Listening Hour": [3, 1, 0],
        "Reading Maps That Lie": [3, 1, 1],
    }


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_lesson_is_long_enough_to_say_something_and_short_enough_to_finish(lesson):
    assert 450 <= words(lesson) <= 900
    assert isinstance(lesson.blocks[0], Prose)
    assert 1 <= len(inline(lesson)) <= 2
    assert 6 <= lesson.minutes <= 10


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_every_lesson_has_a_figure_that_words_describe(lesson):
    assert figures(lesson)
    for figure in figures(lesson):
        assert figure.picture in PICTURES
        assert len(figure.alt) > 60
        assert figure.alt != figure.caption


def test_every_picture_is_used():
    drawn = {figure.picture for lesson in LESSONS for figure in figures(lesson)}

    assert drawn | {claim.picture for claim in claims() if claim.picture} == set(PICTURES)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.prompt[:40])
def test_every_question_has_a_key_and_a_word_for_each_answer(question):
    if question.kind == "numeric":
        assert question.value is not None
        assert question.tolerance >= 0
        assert question.right
        assert question.wrong
        return
    right = [option for option in question.options if option.right]
    assert 2 <= len(question.options) <= 5
    assert all(option.text and option.feedback for option in question.options)
    assert len({option.text for option in question.options}) == len(question.options)
    assert len(right) >= 2 if question.kind == "multiple" else len(right) == 1
    assert len(right) < len(question.options)


@pytest.mark.parametrize("assessment", ASSESSMENTS, ids=lambda assessment: assessment.slug)
def test_assessment_asks_in_all_four_ways_and_points_back_to_lessons_of_its_course(assessment):
    course = next(course for course in COURSES if assessment in course.activities)
    lessons = {activity.slug for activity in course.activities if isinstance(activity, Lesson)}

    assert 5 <= len(assessment.questions) <= 6
    assert {question.kind for question in assessment.questions} == {"single", "multiple", "truefalse", "numeric"}
    assert {question.again for question in assessment.questions} <= lessons


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_prose_is_the_small_html_of_the_editor(lesson):
    class Reader(HTMLParser):
        tags: set[str] = set()

        def handle_starttag(self, tag, attrs):
            self.tags.add(tag)

    reader = Reader()
    for block in lesson.blocks:
        if isinstance(block, Prose | Callout):
            reader.feed(block.html)
            assert "**" not in block.html
            assert ":::" not in block.html
    assert reader.tags <= ALLOWED


def test_voice_has_no_exclamation_marks_and_curly_quotes_only():
    for path in sorted(COURSE_FILES):
        text = re.sub(r"^::: code.*?^:::$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        assert "!" not in text, path.name
        assert "'" not in text, path.name


def test_percent_signs_stay_with_their_number():
    assert prose("about 92 % of it") == "<p>about 92\u00a0% of it</p>"


def test_emphasis_becomes_what_the_editor_writes():
    assert prose("*so* and **so**") == "<p><i>so</i> and <b>so</b></p>"


def test_course_is_read_once_and_complete():
    statistics = COURSES[0]

    assert isinstance(statistics, Course)
    assert [module.title for module in statistics.modules] == [
        "Before the numbers",
        "Uncertainty you can use",
        "When data argue",
        "In your own work",
    ]
