"""Who finds which course and which lesson."""

import pytest

from courses.access import actions as access
from search import indexing, queries
from tests.factories import catalog
from tests.factories.search import index_everything

pytestmark = pytest.mark.django_db


def found(user, words: str) -> set[str]:
    index_everything()
    return {hit.url for kind in queries.find(words, user=user).kinds for hit in kind.hits}


@pytest.fixture
def course():
    made = catalog.published_course("Statistics for Curious People", lessons=0, assessment=False)
    module = catalog.add_module(made)
    catalog.add_lesson(module, "Tea and milk", body=[catalog.text("<p>Kestrelcanary pours eight cups.</p>")])
    return made


def test_a_course_is_found_by_everyone(course, mallory):
    assert found(mallory, "curious") == {course.get_url()}


def test_what_a_lesson_says_is_found_by_its_learners_alone(course, ada, ivan, mallory):
    access.grant(ada, course.translation_key, source="open")
    lesson = catalog.lessons_of(course)[0]

    assert found(ada, "kestrelcanary") == {lesson.get_url()}
    assert found(mallory, "kestrelcanary") == set()
    assert found(ivan, "kestrelcanary") == set()


def test_an_instructor_finds_the_lessons_of_their_own_courses(ivan):
    made = catalog.published_course(by=catalog.teach(ivan), lessons=1, assessment=False)

    assert catalog.lessons_of(made)[0].get_url() in found(ivan, "somebody chose")


def test_an_answer_key_is_never_found(ada):
    made = catalog.published_course(lessons=0)
    module = catalog.add_module(made)
    catalog.add_lesson(module, body=[catalog.single("Which one?", feedback_right="Kestrelcanary says so.")])
    access.grant(ada, made.translation_key, source="open")

    assert found(ada, "kestrelcanary") == set()


def test_an_unpublished_lesson_is_found_no_more(course, ada):
    access.grant(ada, course.translation_key, source="open")
    catalog.lessons_of(course)[0].unpublish()

    assert found(ada, "kestrelcanary") == set()


def test_entries_follow_from_the_pages(course):
    index_everything()

    assert list(indexing.differences()) == []
