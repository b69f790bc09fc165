"""The page of a course and the list of courses, for everyone who may look."""

import pytest
from django.test import Client
from django.utils import timezone

from courses.access import actions as access
from courses.catalog import queries
from courses.claims.checklists import actions as checklists
from courses.learning import actions as learning
from courses.records import effects
from tests.factories import catalog

pytestmark = pytest.mark.django_db


def page_of(course, user=None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    answer = client.get(course.get_url())
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_reads_what_it_is_for_and_how_to_begin():
    course = catalog.published_course(lessons=2)

    page = page_of(course)

    assert "Read a number and know what it can carry." in page
    assert "Sign in to start" in page
    assert f"next={course.get_url()}" in page
    assert "Two lessons to read" in page
    assert "One assessment at 70 % or more" in page
    assert "/lessons/" not in page  # nothing can be opened yet


def test_a_free_preview_can_be_opened_by_everyone():
    course = catalog.published_course(lessons=0, assessment=False)
    module = catalog.add_module(course)
    lesson = catalog.add_lesson(module, free_preview=True)

    assert lesson.get_url() in page_of(course)


def test_a_visitor_is_offered_the_first_free_lesson_with_its_length_and_no_sign_in():
    course = catalog.published_course(lessons=1, assessment=False)
    free = catalog.add_lesson(catalog.add_module(course, "More"), "A taste", free_preview=True)

    page = page_of(course)

    assert f'class="button big primary" href="{free.get_url()}"' in page
    step = queries.outline(course.translation_key).data["modules"][1]["activities"][0]
    assert f"Try lesson 2, {step['minutes']} min" in page
    assert "Sign in to start" not in page


def test_its_team_finds_the_editor_there_and_nobody_else_does(ada, ivan, mallory):
    course = catalog.published_course(by=catalog.teach(ivan))
    door = f"/admin/pages/{course.pk}/edit/"
    access.grant(ada, course.translation_key, source="open")
    assert door in page_of(course, ivan)
    access.grant(ivan, course.translation_key, source="open")
    assert door in page_of(course, ivan)
    for other in (None, ada, mallory, catalog.teach(mallory)):
        assert "/admin/" not in page_of(course, other)


def test_a_module_is_met_on_the_page_of_its_course():
    course = catalog.published_course(lessons=0, assessment=False)

    assert catalog.add_module(course).get_url() == course.get_url()


def test_a_signed_in_person_may_start_an_open_course(mallory):
    course = catalog.published_course()

    assert "Start this course" in page_of(course, mallory)


def test_a_course_that_is_not_open_promises_no_groups_where_there_are_none(mallory):
    page = page_of(catalog.published_course(open_enrolment=False), mallory)

    assert "This course is closed. Ask whoever runs this place" in page
    assert "group" not in page[page.index("<main") : page.index("</main")]


def test_a_course_that_is_not_open_says_how_one_gets_in(mallory, switches_on):
    course = catalog.published_course(open_enrolment=False)

    page = page_of(course, mallory)

    assert "Start this course" not in page
    assert "given to groups" in page


def test_a_learner_sees_what_is_done_and_what_is_next(ada):
    course = catalog.published_course(lessons=2)
    enrolment = access.grant(ada, course.translation_key, source="open")
    first, second = catalog.lessons_of(course)
    learning.complete_lesson(enrolment, activity_key=first.translation_key)
    effects.drain(ada.pk)

    page = page_of(course, ada)

    assert "Continue with lesson 2" in page
    assert second.get_url() in page
    assert "1 of 3 done" in page
    assert "One lesson read" in page
    assert "One lesson still to read" in page


def test_a_draft_course_does_not_exist_for_anyone(ada, mallory):
    course = catalog.draft_course("Kestrelcanary")
    catalog.publish(course)
    course.unpublish()

    for user in (None, ada, mallory):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(course.get_url()).status_code == 404
        assert "Kestrelcanary" not in client.get("/courses/").content.decode()


def test_without_a_slug_the_full_address_follows():
    course = catalog.published_course()

    answer = Client().get(f"/courses/{course.translation_key}/")

    assert (answer.status_code, answer["Location"]) == (301, course.get_url())


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_course_page_costs_the_same_for_any_number_of_lessons(ada, switches_on, django_assert_num_queries, lessons):
    course = catalog.published_course(lessons=lessons)
    access.grant(ada, course.translation_key, source="open")
    client = Client()
    client.force_login(ada)
    client.get(course.get_url())

    with django_assert_num_queries(QUERIES):
        client.get(course.get_url())


@pytest.mark.parametrize("count", [1, 3])
def test_the_course_page_costs_the_same_for_any_number_of_checklists(
    ada, ivan, switches_on, django_assert_num_queries, count
):
    course = catalog.published_course(by=catalog.teach(ivan))
    access.grant(ada, course.translation_key, source="open")
    for number in range(count):
        said = {"title": f"List {number}", "skills": ["Asks"], "levels": ["No", "Yes"]}
        made = checklists.make_rubric(f"course:{course.translation_key}", by=ivan, **said)
        checklists.observe(made, learner=ada, seen=[("Asks", "Yes")], observed_on=timezone.localdate(), by=ivan)
    client = Client()
    client.force_login(ada)
    assert client.get(course.get_url()).content.decode().count("Please confirm") == count

    with django_assert_num_queries(QUERIES):
        client.get(course.get_url())


QUERIES = 12


@pytest.mark.parametrize("courses", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_courses(ada, switches_on, django_assert_num_queries, courses):
    for n in range(courses):
        course = catalog.published_course(f"Course {n}", lessons=1)
        access.grant(ada, course.translation_key, source="open")
    client = Client()
    client.force_login(ada)
    client.get("/courses/")

    with django_assert_num_queries(9):
        client.get("/courses/")


def test_courses_are_found_by_words_and_topic():
    catalog.published_course("Bread From Four Things", lessons=1, topic="Cooking")
    catalog.published_course("Reading Maps", lessons=1, topic="Geography")
    client = Client()

    found = client.get("/courses/?q=bread").content.decode()
    assert "Bread From Four Things" in found
    assert "Reading Maps" not in found
    found = client.get("/courses/?topic=Geography").content.decode()
    assert "Reading Maps" in found
    assert "Bread From Four Things" not in found
    assert "No course of that name" in client.get("/courses/?q=zebra").content.decode()
