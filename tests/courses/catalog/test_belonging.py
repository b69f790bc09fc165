"""What a page refers to is asked again whenever it goes live; an id that nobody has yet is nobody's."""

import copy
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale, Page, Revision, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses.access import actions as access
from courses.catalog.actions import publish_scheduled
from courses.catalog.activities import LessonPage
from courses.catalog.belonging import NotOurs
from courses.models import CourseDocument, CourseImage
from tests.factories import catalog, media
from tests.factories.people import person

pytestmark = pytest.mark.django_db

REFUSED = "This refers to something of another course."


@pytest.fixture
def olga(db):
    """A second instructor, with a course of her own."""
    return catalog.teach(person("Olga Second"))


@pytest.fixture
def theirs(olga):
    return catalog.published_course("Bread From Four Things", by=olga, lessons=0, assessment=False)


@pytest.fixture
def course(ivan):
    return catalog.published_course(by=catalog.teach(ivan), lessons=0, assessment=False)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status(uid, user=None) -> int:
    client = signed_in(user) if user else Client()
    return client.get(f"/files/{uid}/original/").status_code


def next_id(model) -> int:
    """Return the id that the next `model` will have: one is made and deleted, and no id is given twice."""
    made = model.objects.create(title="Before it", file=media.png(), **_measures(model))
    pk = made.pk
    made.delete()
    return pk + 1


def _measures(model) -> dict:
    return {"width": 1, "height": 1} if model is CourseImage else {}


def next_page_id() -> int:
    return Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1


def link(kind: str, pk: object) -> str:
    return f'<p>Read <a linktype="{kind}" id="{pk}">this</a>.</p>'


def question(**said) -> dict:
    value = copy.deepcopy(catalog.true_false()["value"])
    return {**value, "read_again": "", **{name: rich_text(html) for name, html in said.items()}}


def posted(**fields) -> dict:
    return nested_form_data(
        {"slug": "sand", "comments": inline_formset([]), "title": "Sand", "required": "on", **fields}
    )


def body(*blocks) -> dict:
    return {"body": streamfield(list(blocks))}


def figure(image: int, **more) -> dict:
    return {"image": image, "alt": "Cups", "caption": rich_text(""), "shows": "photo", "dark_image": "", **more}


# Each place that can refer to something: the kind of page, and what is posted with the id.
PLACES = {
    "prose, a document": ("lessonpage", lambda n: body(("text", rich_text(link("document", n["document"]))))),
    "prose, a page": ("lessonpage", lambda n: body(("text", rich_text(link("page", n["page"]))))),
    "a callout": (
        "lessonpage",
        lambda n: body(("callout", {"kind": "note", "title": "Dig", "text": rich_text(link("page", n["page"]))})),
    ),
    "a caption": (
        "lessonpage",
        lambda n: body(("image", figure(n["own"], caption=rich_text(link("page", n["page"]))))),
    ),
    "an introduction": (
        "assessmentpage",
        lambda n: {
            "introduction": rich_text(link("page", n["page"])),
            "questions": streamfield([("true_false", question())]),
            "pass_mark": "70",
            "tries": "3",
        },
    ),
    "a link": (
        "linkpage",
        lambda n: {
            "about": rich_text(link("page", n["page"])),
            "address": "https://example.org/coins",
            "minutes_given": "5",
        },
    ),
}


@pytest.mark.parametrize("publishing", [False, True], ids=["saved", "published"])
@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_there_yet_is_refused_like_what_is_another_courses(course, theirs, ivan, place, publishing):
    module = catalog.add_module(course)
    editor, kind = signed_in(ivan), PLACES[place][0]
    address = f"/admin/pages/add/courses/{kind}/{module.pk}/"
    action = {"action-publish": "1"} if publishing else {}
    own = media.picture(course).pk
    foreign = catalog.draft_course("Only Olga's", by=theirs.owner)
    nobodys = {"document": next_id(CourseDocument), "page": next_page_id(), "own": own}
    anothers = {"document": media.document(theirs).pk, "page": foreign.pk, "own": own}

    answers = [editor.post(address, posted(**PLACES[place][1](ids), **action)) for ids in (nobodys, anothers)]

    for answer in answers:
        assert answer.status_code == 200
        assert REFUSED in answer.content.decode()
    assert not module.get_children().exists()
    fine = {"document": media.document(course).pk, "page": course.pk, "own": own}
    assert editor.post(address, posted(**PLACES[place][1](fine), **action)).status_code == 302


@pytest.mark.parametrize("pk", ["-1", "9" * 30, "٣"])
def test_what_can_be_no_id_is_refused_in_words(course, ivan, pk):
    module = catalog.add_module(course)
    fields = body(("text", rich_text(link("document", pk))))
    answer = signed_in(ivan).post(f"/admin/pages/add/courses/lessonpage/{module.pk}/", posted(**fields))
    assert (answer.status_code, REFUSED in answer.content.decode()) == (200, True)


def test_the_course_page_of_one_never_opens_the_document_of_another(course, theirs, ivan, olga, ada, admin):
    editor, pk = signed_in(ivan), next_id(CourseDocument)
    fields = posted(
        title="Soil", slug="soil", outcome="Dig.", topic="", cover_key="", cover_image="", open_enrolment="on",
        description=rich_text(link("document", pk)),
    )  # fmt: skip
    edit = f"/admin/pages/{course.pk}/edit/"
    assert REFUSED in editor.post(edit, fields).content.decode()

    document = media.document(theirs)
    assert document.pk == pk
    assert REFUSED in editor.post(edit, fields | {"action-publish": "1"}).content.decode()
    found = {user: status(document.uid, user) for user in (None, ada, ivan, olga, admin)}
    assert found == {None: 404, ada: 404, ivan: 404, olga: 200, admin: 200}


@pytest.fixture
def waiting(course, theirs, ivan):
    """A lesson of ivan's whose draft refers to a document of olga's, made after it was written; a free preview."""
    pk = next_id(CourseDocument)
    module = catalog.add_module(course)
    lesson = catalog.add_lesson(module, "Sand and clay", body=[catalog.text()], free_preview=True)
    lesson.body = [catalog.text(link("document", pk))]
    lesson.save_revision(user=ivan, clean=False)
    document = media.document(theirs)
    assert document.pk == pk
    return lesson, document


def from_the_editor(lesson, ivan):
    value = streamfield([("text", rich_text(lesson.get_latest_revision_as_object().body[0].value.source))])
    answer = signed_in(ivan).post(
        f"/admin/pages/{lesson.pk}/edit/", posted(slug="sand", body=value, **{"action-publish": "1"})
    )
    assert REFUSED in answer.content.decode()


def in_bulk(lesson, ivan):
    client = signed_in(ivan)
    answer = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={lesson.pk}", follow=True)
    assert REFUSED in answer.content.decode()


def by_the_workflow(lesson, ivan):
    Workflow.objects.get(name="Course review").start(lesson.get_latest_revision_as_object(), ivan)
    state = lesson.current_workflow_task_state
    client = signed_in(ivan)
    answer = client.post(f"/admin/pages/workflow/action/{lesson.pk}/approve/{state.pk}/", follow=True)
    assert REFUSED in answer.content.decode()
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


def by_the_clock(lesson, ivan):
    fine = catalog.add_lesson(lesson.get_parent(), "Beside it", body=[catalog.text()])
    fine.title = "Beside it, anew"
    fine.save_revision(user=ivan)
    due = timezone.now() - timedelta(minutes=1)
    latest = [lesson.latest_revision_id or Page.objects.get(pk=lesson.pk).latest_revision_id, fine.latest_revision_id]
    Revision.objects.filter(pk__in=latest).update(approved_go_live_at=due)
    assert publish_scheduled(timezone.now()) == 1
    assert LessonPage.objects.get(pk=fine.pk).title == "Beside it, anew"
    assert publish_scheduled(timezone.now()) == 0  # it is not tried again and again


def by_a_copy(lesson, ivan):
    draft = lesson.get_latest_revision_as_object()
    LessonPage.objects.filter(pk=lesson.pk).update(body=draft.body)  # as if it had gone live before this was asked
    client = signed_in(ivan)
    fields = {"new_title": "Again", "new_slug": "again", "new_parent_page": lesson.get_parent().pk}
    answer = client.post(f"/admin/pages/{lesson.pk}/copy/", fields | {"publish_copies": "on"})
    assert answer.status_code == 302
    assert LessonPage.objects.get(slug="again").live


def by_an_alias(lesson, ivan):
    draft = lesson.get_latest_revision_as_object()
    LessonPage.objects.filter(pk=lesson.pk).update(body=draft.body)
    client = signed_in(ivan)
    fields = {"new_title": "Again", "new_slug": "again", "new_parent_page": lesson.get_parent().pk}
    client.post(f"/admin/pages/{lesson.pk}/copy/", fields | {"publish_copies": "on", "alias": "on"})
    assert LessonPage.objects.get(slug="again").alias_of_id == lesson.pk


def by_a_translation(lesson, ivan):
    spanish = Locale.objects.create(language_code="es")
    LessonPage.objects.filter(pk=lesson.pk).update(body=lesson.get_latest_revision_as_object().body)
    source = LessonPage.objects.get(pk=lesson.pk)
    made = CopyPageForTranslationAction(source, spanish, copy_parents=True, user=ivan).execute(
        skip_permission_checks=True
    )
    with pytest.raises(NotOurs):
        made.get_latest_revision().publish()
    assert not LessonPage.objects.get(pk=made.pk).live


def by_restoring_it(lesson, ivan):
    old = lesson.get_latest_revision_as_object().latest_revision
    lesson.body = [catalog.text()]
    lesson.save_revision(user=ivan)
    LessonPage.objects.get(pk=lesson.pk).save_revision(user=ivan, previous_revision=old, clean=False)
    old.as_object().save_revision(user=ivan, previous_revision=old, clean=False)
    client = signed_in(ivan)
    assert REFUSED in client.post(f"/admin/bulk/wagtailcore/page/publish/?id={lesson.pk}", follow=True).content.decode()


ROADS = [
    from_the_editor, in_bulk, by_the_workflow, by_the_clock, by_a_copy, by_an_alias, by_a_translation, by_restoring_it,
]  # fmt: skip


@pytest.mark.parametrize("road", ROADS)
def test_no_road_to_live_opens_what_is_another_courses(waiting, ivan, olga, ada, road):
    lesson, document = waiting

    road(lesson, ivan)

    assert {user: status(document.uid, user) for user in (None, ada, ivan, olga)} == {
        None: 404, ada: 404, ivan: 404, olga: 200,
    }  # fmt: skip
    assert str(document.uid) not in str(LessonPage.objects.get(pk=lesson.pk).rendered)


def test_what_an_admin_put_there_stays_when_its_author_publishes_the_page_again(course, theirs, ivan, admin, ada):
    document = media.document(theirs)
    lesson = catalog.add_lesson(catalog.add_module(course), body=[catalog.text()])
    lesson.body = [catalog.text(link("document", document.pk))]
    lesson.save_revision(user=admin).publish()
    access.grant(ada, course.translation_key, source="open")
    assert status(document.uid, ada) == 200

    lesson.title = "Sand, clay and loam"
    lesson.save_revision(user=ivan).publish()

    assert status(document.uid, ada) == 200


def test_what_was_deleted_meanwhile_holds_no_page_up(course, ivan):
    document = media.document(course)
    lesson = catalog.add_lesson(catalog.add_module(course), body=[catalog.text(link("document", document.pk))])
    document.delete()

    lesson.title = "Sand, clay and loam"
    lesson.save_revision(user=ivan).publish()

    assert LessonPage.objects.get(pk=lesson.pk).title == "Sand, clay and loam"
