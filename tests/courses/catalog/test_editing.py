"""An author builds, reviews and publishes a course through the editor's own views."""

import pytest
from django.test import Client
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.access import actions as access
from courses.catalog import queries
from courses.catalog.activities import AssessmentPage, LessonPage
from courses.catalog.pages import CoursePage, ModulePage
from tests.factories import catalog, media
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(ivan) -> Client:
    client = Client()
    client.force_login(catalog.teach(ivan))
    return client


def posted(**fields) -> dict:
    return nested_form_data({"slug": "", "comments": inline_formset([]), **fields})


def add(editor: Client, parent, kind: str, **fields):
    answer = editor.post(f"/admin/pages/add/courses/{kind}/{parent.pk}/", posted(**fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return type(parent).objects.get(pk=parent.pk).get_children().specific().last()


def course_fields(**fields) -> dict:
    return {
        "title": "Soil",
        "slug": "soil",
        "outcome": "Know what your soil needs.",
        "description": rich_text("<p>Dig.</p>"),
        "topic": "",
        "open_enrolment": "on",
        "cover_key": "",
        "cover_image": "",
        **fields,
    }


def lesson_fields(*blocks, **fields) -> dict:
    return {"title": "Sand and clay", "slug": "sand", "body": streamfield(list(blocks)), "required": "on", **fields}


def test_ivan_builds_a_course_and_publishes_it_through_its_workflow(editor, ivan):
    editor.post("/admin/courses/new/", {"title": "Soil"})
    course = CoursePage.objects.get()
    module = add(editor, course, "modulepage", title="Ground", slug="ground", **{"action-publish": "Publish"})
    lesson = add(
        editor,
        module,
        "lessonpage",
        **lesson_fields(("heading", "What it is"), ("text", rich_text("<p>Sand.</p>"))),
        **{"action-publish": "1"},
    )
    editor.post(f"/admin/pages/{course.pk}/edit/", posted(**course_fields(), **{"action-submit": "1"}))
    course.refresh_from_db()
    assert not course.live
    state = course.current_workflow_task_state
    assert state.task.name == "Course review"

    page = editor.get(f"/admin/pages/{course.pk}/edit/").content.decode()
    assert "Approve" in page
    editor.post(f"/admin/pages/workflow/action/{course.pk}/approve/{state.pk}/")

    course.refresh_from_db()
    assert course.live
    outline = queries.outline(course.translation_key)
    assert [a["key"] for m in outline.data["modules"] for a in m["activities"]] == [str(lesson.translation_key)]
    assert Client().get(course.get_url()).status_code == 200


def test_nobody_else_reviews_ivans_course(editor, ivan, mallory):
    course = catalog.draft_course(by=ivan)
    course.save_revision()
    Workflow.objects.get(name="Course review").start(course, ivan)
    state = course.current_workflow_task_state
    olga = catalog.teach(person("Olga Second"))

    for user in (olga, mallory):
        client = Client()
        client.force_login(user)
        assert client.post(f"/admin/pages/workflow/action/{course.pk}/approve/{state.pk}/").status_code in (
            302,
            403,
            404,
        )
        assert "Course review" not in client.get("/admin/").content.decode()
    course.refresh_from_db()
    assert not course.live
    assert list(state.task.specific.get_task_states_user_can_moderate(ivan)) == [state]
    assert list(state.task.specific.get_task_states_user_can_moderate(olga)) == []


def test_a_question_needs_exactly_one_right_answer(editor, ivan):
    module = catalog.add_module(catalog.draft_course(by=ivan))
    options = [{"text": text, "correct": "on", "feedback": ""} for text in ("One", "Two")]
    value = {
        "question": "Which?",
        "options": streamfield_list(options),
        "feedback_right": "",
        "feedback_wrong": "",
        "read_again": "",
    }

    answer = editor.post(
        f"/admin/pages/add/courses/lessonpage/{module.pk}/",
        posted(**lesson_fields(("single", value)), **{"action-publish": "1"}),
    )

    assert answer.status_code == 200
    assert "Only one answer may be right here." in answer.content.decode()
    assert not LessonPage.objects.exists()


def test_a_picture_of_another_course_cannot_be_put_into_ones_own(editor, ivan):
    foreign = media.picture(catalog.published_course("Bread", by=catalog.teach(person("Olga Second"))))
    own = catalog.draft_course(by=ivan)
    module = catalog.add_module(own)
    fine = media.picture(own)

    def figure(image, dark=None) -> tuple:
        shown = {"image": image.pk, "dark_image": dark.pk if dark else "", "shows": "photo"}
        return ("image", {**shown, "alt": "Cups", "caption": rich_text("")})

    address = f"/admin/pages/add/courses/lessonpage/{module.pk}/"
    refused = editor.post(address, posted(**lesson_fields(figure(foreign))))
    in_the_dark = editor.post(address, posted(**lesson_fields(figure(fine, foreign))))
    for answer in (refused, in_the_dark):
        assert "This refers to something of another course." in answer.content.decode()
    assert editor.post(address, posted(**lesson_fields(figure(fine, fine)))).status_code == 302


def test_what_has_learners_is_not_deleted_but_can_be_unpublished(editor, ivan, ada, admin):
    course = catalog.published_course(by=ivan, lessons=2)
    access.grant(ada, course.translation_key, source="open")
    first, second = catalog.lessons_of(course)
    draft = first.get_parent().add_child(instance=LessonPage(title="Never published", live=False))

    admins = Client()
    admins.force_login(admin)
    for client, page in ((editor, first), (admins, first), (admins, course)):
        answer = client.post(f"/admin/pages/{page.pk}/delete/")
        assert answer["Location"] == f"/admin/pages/{page.pk}/unpublish/"
    editor.post(f"/admin/bulk/wagtailcore/page/delete/?id={second.pk}")
    assert CoursePage.objects.filter(pk=course.pk).exists()
    assert LessonPage.objects.filter(pk__in=[first.pk, second.pk]).count() == 2
    editor.post(f"/admin/pages/{draft.pk}/delete/")
    assert not LessonPage.objects.filter(pk=draft.pk).exists()


def test_what_nobody_learns_can_be_deleted(editor, ivan):
    course = catalog.published_course(by=ivan, lessons=1)
    lesson = catalog.lessons_of(course)[0]

    editor.post(f"/admin/pages/{lesson.pk}/delete/")

    assert not LessonPage.objects.filter(pk=lesson.pk).exists()
    outline = queries.outline(course.translation_key)
    assert str(lesson.translation_key) not in str(outline.data)


def test_every_kind_of_page_previews_as_its_readers_will_see_it(editor, ivan):
    course = catalog.published_course(by=ivan, lessons=1)
    module = ModulePage.objects.get()
    lesson, assessment = LessonPage.objects.get(), AssessmentPage.objects.get()

    said = {
        page: editor.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
        for page in (course, module, lesson, assessment, course.get_parent().specific)
    }

    assert "Read a number and know what it can carry." in said[course]
    assert "Lesson 1" in said[module]
    assert "The question it answers" in said[lesson]
    assert "focus-bar" in said[lesson]
    assert "Which one is right?" in said[assessment]
    assert "Said of 0" not in said[assessment]


def streamfield_list(values: list[dict]) -> dict:
    """A ListBlock as the editor posts it."""
    items = {
        str(n): {"deleted": "", "order": str(n), "type": "item", "id": "", "value": value}
        for n, value in enumerate(values)
    }
    return {"count": str(len(values)), **items}


def test_the_field_of_a_heading_is_named_in_the_editor(editor):
    field = LessonPage.body.field.stream_block.child_blocks["heading"].field
    assert 'aria-label="Heading"' in field.widget.render("body-0-value", "")
