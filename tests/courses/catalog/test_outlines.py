"""The outline follows the live pages."""

import pytest

from courses.catalog import actions, outlines, queries
from courses.models import CataloguePage, Outline
from tests.factories import catalog

pytestmark = pytest.mark.django_db


def test_a_published_course_has_an_outline_of_its_live_activities():
    course = catalog.published_course(lessons=2)

    data = queries.outline(course.translation_key).data

    assert data["title"] == "Statistics for Curious People"
    assert [a["title"] for a in outlines.activities(data)] == ["Lesson 1", "Lesson 2", "Check what you know"]
    assert [a["kind"] for a in outlines.activities(data)] == ["lesson", "lesson", "assessment"]
    assert data["modules"][0]["activities"][2]["pass_mark"] == 0.7
    assert data["minutes"] == 2 + 2 + 5
    assert data["open"] is True


def test_publishing_again_without_a_change_writes_nothing():
    course = catalog.published_course(lessons=1)
    before = Outline.objects.count()

    catalog.publish(course)
    actions.publish_outline(course)

    assert Outline.objects.count() == before


def test_migrations_leave_one_catalogue_below_home():
    catalogue = CataloguePage.objects.get()

    assert catalogue.get_url() == "/courses/"
    assert catalogue.get_parent().specific_class.__name__ == "HomePage"
    assert CataloguePage.find_problems() == ([], [], [], [], [])
