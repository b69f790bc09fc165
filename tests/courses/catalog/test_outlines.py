"""The outline follows the live pages."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils import timezone, translation
from wagtail.models import Locale, Revision
from wagtail.test.utils import WagtailPageTestCase

from cohort.home.models import HomePage
from courses.catalog import actions, queries
from courses.catalog.presenting import contents
from courses.models import AssessmentPage, CataloguePage, CoursePage, LessonPage, LinkPage, ModulePage, Outline
from courses.outline import outlines
from tests.factories import catalog

pytestmark = pytest.mark.django_db


def titles(course) -> list[str] | None:
    outline = queries.outline(course.translation_key)
    return [activity["title"] for activity in outlines.activities(outline.data)] if outline else None


def test_a_published_course_has_an_outline_of_its_live_activities():
    course = catalog.published_course(lessons=2)

    data = queries.outline(course.translation_key).data

    assert data["title"] == "Statistics for Curious People"
    assert titles(course) == ["Lesson 1", "Lesson 2", "Check what you know"]
    assert [a["kind"] for a in outlines.activities(data)] == ["lesson", "lesson", "assessment"]
    assert data["modules"][0]["activities"][2]["pass_mark"] == 0.7
    assert data["minutes"] == 2 + 2 + 5
    assert data["open"] is True


def test_publishing_again_without_a_change_writes_nothing():
    course = catalog.published_course(lessons=1)
    before = Outline.objects.count()

    catalog.publish(course)
    catalog.publish(catalog.lessons_of(course)[0])
    actions.renew_outline(course.translation_key)

    assert Outline.objects.count() == before


def test_an_outline_is_never_changed_only_superseded():
    course = catalog.published_course(lessons=1)
    first = queries.outline(course.translation_key)
    before = first.data

    course.title = "Statistics, again"
    catalog.publish(course)

    first.refresh_from_db()
    assert first.data == before
    assert first.superseded_at
    assert queries.outline(course.translation_key).number == first.number + 1


def test_an_unpublished_lesson_leaves_the_outline_and_comes_back():
    course = catalog.published_course(lessons=2)
    lesson = catalog.lessons_of(course)[0]

    lesson.unpublish()
    assert titles(course) == ["Lesson 2", "Check what you know"]
    catalog.publish(lesson)
    assert titles(course) == ["Lesson 1", "Lesson 2", "Check what you know"]


def test_a_draft_changes_nothing():
    course = catalog.published_course(lessons=1)
    lesson = catalog.lessons_of(course)[0]

    lesson.title = "Not yet"
    lesson.save_revision()

    assert titles(course) == ["Lesson 1", "Check what you know"]


def test_an_unpublished_course_has_no_outline():
    course = catalog.published_course(lessons=1)

    course.unpublish()

    assert titles(course) is None


def test_moving_lessons_changes_their_order_and_both_courses():
    course = catalog.published_course(lessons=2)
    other = catalog.published_course("Bread", lessons=0)
    first, second = catalog.lessons_of(course)

    first.move(second, pos="right")
    assert titles(course) == ["Lesson 2", "Lesson 1", "Check what you know"]
    first.refresh_from_db()
    first.move(ModulePage.objects.child_of(other).get(), pos="last-child")
    assert titles(course) == ["Lesson 2", "Check what you know"]
    assert titles(other) == ["Check what you know", "Lesson 1"]


def test_deleting_a_lesson_a_module_and_a_course():
    course = catalog.published_course(lessons=2)
    extra = catalog.add_module(course, "More")
    catalog.add_lesson(extra, "Lesson 3")

    catalog.lessons_of(course)[0].delete()
    assert titles(course) == ["Lesson 2", "Check what you know", "Lesson 3"]
    ModulePage.objects.get(pk=extra.pk).delete()
    assert titles(course) == ["Lesson 2", "Check what you know"]
    CoursePage.objects.get(pk=course.pk).delete()
    assert titles(course) is None


def test_a_copy_is_another_course():
    course = catalog.published_course(lessons=1)

    copy = course.copy(recursive=True, update_attrs={"title": "Copy", "slug": "copy"})

    assert copy.translation_key != course.translation_key
    assert titles(course) == ["Lesson 1", "Check what you know"]
    assert titles(copy) == ["Lesson 1", "Check what you know"]


def test_removed_names_what_was_needed_and_is_gone():
    activity = {"key": "a", "required": True}
    optional = {"key": "b", "required": False}
    old = {"modules": [{"activities": [activity, optional]}]}

    assert outlines.removed(old, {"modules": []}) == ["a"]
    assert outlines.removed(old, old) == []
    assert outlines.removed(old, None) == ["a"]
    assert outlines.removed(None, old) == []


def test_an_activity_is_found_with_its_module():
    activities = [{"key": key, "required": True, "minutes": 3} for key in "abc"]
    data = {"modules": [{"title": "One", "activities": activities}]}

    assert outlines.find(data, "b") == activities[1]
    assert outlines.find(data, "d") is None
    assert (outlines.module_of(data, "b"), outlines.module_of(data, "d")) == ("One", "")


class TestPages(WagtailPageTestCase):
    """Where pages may stand."""

    def test_each_kind_has_its_place(self):
        self.assertAllowedSubpageTypes(CataloguePage, {CoursePage})
        self.assertAllowedSubpageTypes(CoursePage, {ModulePage})
        self.assertAllowedSubpageTypes(ModulePage, {LessonPage, AssessmentPage, LinkPage})
        self.assertAllowedSubpageTypes(LessonPage, set())
        self.assertAllowedParentPageTypes(CoursePage, {CataloguePage})
        self.assertCanCreateAt(HomePage, CataloguePage)

    def test_migrations_leave_one_catalogue_below_home(self):
        catalogue = CataloguePage.objects.get()

        assert catalogue.get_url() == "/courses/"
        assert catalogue.get_parent().specific_class is HomePage
        assert CataloguePage.find_problems() == ([], [], [], [], [])
        assert not CataloguePage.can_create_at(catalogue.get_parent().specific)

    def test_addresses_are_flat(self):
        course = catalog.published_course(lessons=1)
        lesson, assessment = catalog.lessons_of(course)[0], catalog.assessment_of(course)

        assert course.get_url() == f"/courses/{course.translation_key}/{course.slug}/"
        assert lesson.get_url() == f"/lessons/{lesson.translation_key}/lesson-1/"
        assert assessment.get_url() == f"/assessments/{assessment.translation_key}/check-what-you-know/"
        assert lesson.get_parent().specific.get_url() == course.get_url()
        assert lesson.get_full_url().startswith("http")


def test_a_scheduled_lesson_joins_when_its_time_comes():
    course = catalog.published_course(lessons=1)
    later = ModulePage.objects.child_of(course).get().add_child(instance=LessonPage(title="Later", live=False))
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision().publish()
    assert titles(course) == ["Lesson 1", "Check what you know"]

    come = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.for_instance(later).get()
    revision.approved_go_live_at, revision.content["go_live_at"] = come, come.isoformat()
    revision.save()
    call_command("publish_scheduled", verbosity=0)

    assert titles(course) == ["Lesson 1", "Check what you know", "Later"]


def test_a_translation_is_the_same_course_in_other_words():
    course = catalog.published_course(lessons=1)
    before = queries.outline(course.translation_key)
    spanish = course.copy_for_translation(Locale.objects.create(language_code="es"), copy_parents=True)
    spanish.title = "Estadística para curiosos"
    catalog.publish(spanish)

    assert spanish.translation_key == course.translation_key
    assert queries.outline(course.translation_key) == before
    assert queries.published_keys() == [course.translation_key]
    with translation.override("es"):
        shown = contents.course(AnonymousUser(), course.translation_key)
    assert shown.title == "Estadística para curiosos"
    assert shown.facts[-1] == "English, Español"
