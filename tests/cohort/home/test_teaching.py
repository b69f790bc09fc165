"""What an author has in hand, on Home and on the editor's first page."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cohort.home.presenting.teaching import teaching_of
from community.discussions import actions as discussions
from courses import pagination
from courses.access import actions as access
from courses.catalog import editor, teaching
from courses.catalog.teaching import QUIET
from courses.learning.actions import complete_lesson
from tests.factories import catalog
from tests.factories.markup import tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def pages(user) -> list[str]:
    client = Client()
    client.force_login(user)
    return [client.get(address).content.decode() for address in ("/", "/admin/")]


def test_drafts_questions_and_who_is_stuck_stand_in_both_places(ivan, ada, ben):
    course = catalog.published_course("Maps", lessons=2, assessment=False, by=catalog.teach(ivan))
    lesson = catalog.lessons_of(course)[0]
    lesson.title = "Another title"
    lesson.save_revision()
    long_ago = timezone.now() - QUIET - timedelta(days=1)
    for learner, at in ((ada, long_ago), (ben, timezone.now())):
        begun = access.grant(learner, course.translation_key, source="open", at=at)
        complete_lesson(begun, activity_key=lesson.translation_key, at=at)
    place = f"course:{course.translation_key}"
    discussions.open_topic(place, author=ada, title="Why?", text="Why?", kind="question")

    for page in pages(ivan):
        assert f"/admin/pages/{course.pk}/edit/" in page
        assert f"/admin/pages/{lesson.pk}/edit/" in page
        assert "1 draft" in page
        assert "1 question waits" in page
        assert f"{ada.display_name} has not learned here for two weeks" in page


def test_another_instructor_and_a_learner_see_nothing_of_it(ivan, ada, mallory):
    course = catalog.published_course("Canary maps", by=catalog.teach(ivan))
    access.grant(ada, course.translation_key, source="open")
    catalog.teach(mallory)
    for page in (*pages(mallory), pages(ada)[0]):
        assert f"/admin/pages/{course.pk}" not in page
    assert "Canary maps" not in pages(mallory)[1]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number_of_courses(ivan, count, django_assert_num_queries):
    for number in range(count):
        catalog.published_course(f"Course {number}", by=catalog.teach(ivan))
    with django_assert_num_queries(6):
        assert len(teaching_of(ivan).courses) == count


def test_who_teaches_nothing_asks_once(ada, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert teaching_of(ada).courses == []


def test_beyond_the_first_few_a_link_with_their_number_leads_to_all_of_them(ivan, mallory, monkeypatch):
    monkeypatch.setattr(teaching, "MOST", 2)
    monkeypatch.setattr(editor, "PAGE", 3)
    for number in range(2):
        catalog.published_course(f"Course {number}", by=catalog.teach(ivan))
    assert not any('href="/admin/courses/"' in page for page in pages(ivan))
    for number in range(2, 4):
        catalog.published_course(f"Course {number}", by=ivan)
    catalog.published_course("Canary maps", by=catalog.teach(mallory))
    for page in pages(ivan):
        assert re.search(r'href="/admin/courses/"[^>]*>\s*All 4 courses\s*<', page)

    client = Client()
    client.force_login(ivan)
    first = tight(client.get("/admin/courses/"))
    further = tight(client.get(re.search(r'rel="next" href="([^"]+)"', first)[1]))
    listed = re.findall(r"<li><a href=\"/admin/pages/\d+/edit/\">(.+?)</a>", first + further)
    assert listed == ["Course 0", "Course 1", "Course 2", "Course 3"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_all_costs_the_same_for_any_number(ivan, count, django_assert_num_queries):
    for number in range(count):
        catalog.published_course(f"Course {number}", by=catalog.teach(ivan))
    with django_assert_num_queries(2):
        assert len(pagination.page(teaching.pages_taught_by(ivan), after="", size=50)[0]) == count


def test_the_editor_carries_the_place_its_own_help_and_a_face(ivan):
    page = pages(catalog.teach(ivan))[1]
    assert "<title>Editor - Cohort</title>" in page.replace("\n", "")
    assert "css-editor/editor.css" in page
    assert "Editor Guide" not in page
    assert "new in Wagtail" not in page
    assert "data:image/svg+xml;base64," in page
    client = Client()
    client.force_login(ivan)
    assert "How courses are made" in client.get("/admin/help/").content.decode()
