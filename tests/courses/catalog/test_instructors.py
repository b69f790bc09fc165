"""Instructors in the CMS editor: their own courses, and nothing of anybody else's."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from PIL import Image
from wagtail.models import Page, Revision

from courses.models import CourseDocument, CourseImage, CourseTeam
from tests.factories import catalog
from tests.factories.people import person

pytestmark = [pytest.mark.takes(2), pytest.mark.django_db]
CANARY = "Kestrelcanary"


@pytest.fixture
def olga(db):
    """A second instructor, with a course of her own."""
    return catalog.teach(person("Olga Second"))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def new_course(client: Client, title: str) -> int:
    answer = client.post("/admin/courses/new/", {"title": title})
    assert answer.status_code == 302
    return int(re.fullmatch(r"/admin/pages/(\d+)/edit/", answer["Location"])[1])


def png(colour: str = "red") -> ImageFile:
    data = BytesIO()
    Image.new("RGB", (1400, 700), colour).save(data, "PNG")
    return ImageFile(BytesIO(data.getvalue()), name=f"{CANARY.lower()}.png")


def picture_of(course) -> CourseImage:
    team = CourseTeam.objects.get(course_key=course.translation_key)
    return CourseImage.objects.create(title=f"{CANARY} picture", file=png(), collection=team.collection)


def document_of(course) -> CourseDocument:
    team = CourseTeam.objects.get(course_key=course.translation_key)
    file = ContentFile(b"private", name=f"{CANARY.lower()}.txt")
    return CourseDocument.objects.create(title=f"{CANARY} document", file=file, collection=team.collection)


def editor_addresses(ids: dict[str, int]) -> Iterator[str]:
    """Every address of the editor, with `ids` where it asks for some."""

    def walk(resolver: URLResolver, names: tuple[str, ...]) -> Iterator[tuple[URLPattern, tuple[str, ...]]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, (*names, entry.namespace) if entry.namespace else names)
            elif entry.name:
                yield entry, names

    root = next(r for r in get_resolver().url_patterns if str(r.pattern) == "admin/")
    for pattern, names in walk(root, ()):
        if pattern.name == "wagtailadmin_logout":
            continue  # everything after it would be seen by a visitor
        wanted = {name: _value(name, names, ids) for name in pattern.pattern.regex.groupindex}
        for name in pattern.pattern.converters:
            wanted[name] = _value(name, names, ids)
        try:
            yield reverse(":".join([*names, pattern.name]), kwargs=wanted)
        except NoReverseMatch:
            continue


def _value(name: str, names: tuple[str, ...], ids: dict[str, int]) -> object:
    place = names[0] if names else ""
    known = {
        "image_id": ids["image"],
        "document_id": ids["document"],
        "doc_id": ids["document"],
        "revision_id": ids["revision"],
        "revision_id_a": ids["revision"],
        "revision_id_b": "latest",
        "app_label": "wagtailcore",
        "model_name": "page",
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "app_name": "courses",
        "action_name": "approve",
        "action": "delete",
        "filter_spec": "max-165x165",
    }
    if name == "pk":
        return {"wagtailimages_chooser": ids["image"], "wagtaildocs_chooser": ids["document"]}.get(place, ids["page"])
    return known.get(name, ids["page"])


def asked(ids: dict[str, int]) -> list[str]:
    """Addresses that name things in their query."""
    page, image, document = ids["page"], ids["image"], ids["document"]
    actions = ["delete", "publish", "unpublish", "move"]
    return [
        *[f"/admin/bulk/wagtailcore/page/{action}/?id={page}" for action in actions],
        *[f"/admin/bulk/wagtailcore/page/{action}/?id=all&childOf={ids['catalogue']}" for action in actions],
        f"/admin/bulk/courses/courseimage/delete/?id={image}",
        "/admin/bulk/courses/courseimage/delete/?id=all",
        f"/admin/bulk/courses/courseimage/add_tags/?id={image}",
        f"/admin/bulk/courses/coursedocument/delete/?id={document}",
        "/admin/bulk/courses/coursedocument/add_to_collection/?id=all",
        f"/admin/choose-page/chosen-multiple/?id={page}",
        f"/admin/images/chooser/chosen-multiple/?id={image}",
        f"/admin/documents/chooser/chosen-multiple/?id={document}",
        "/admin/pages/search/?q=lesson",
        "/admin/choose-page/search/?q=lesson",
        "/admin/images/?q=picture",
        "/admin/documents/?q=document",
        "/admin/images/chooser/results/?q=picture",
        "/admin/documents/chooser/results/?q=document",
        f"/admin/api/main/pages/?child_of={ids['catalogue']}",
        "/admin/api/main/pages/?search=lesson",
        f"/admin/api/main/pages/?child_of={ids['catalogue']}&for_explorer=1",
        f"/admin/pages/{ids['catalogue']}/",
        f"/admin/choose-page/{ids['catalogue']}/",
        f"/admin/pages/{ids['own']}/edit/",
        f"/admin/pages/{ids['own']}/move/",
        f"/admin/choose-page/{ids['own']}/?page_type=courses.LessonPage",
    ]


def everything_of(course) -> dict[str, int]:
    lesson = catalog.lessons_of(course)[0]
    return {
        "page": lesson.pk,
        "revision": lesson.latest_revision_id,
        "image": picture_of(course).pk,
        "document": document_of(course).pk,
        "catalogue": course.get_parent().pk,
        "own": course.pk,
    }


def named_in(client: Client, addresses: list[str]) -> list[str]:
    client.raise_request_exception = False
    found = []
    for address in addresses:
        answer = client.get(address, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
        body = answer.getvalue().decode(errors="replace") if not answer.streaming else ""
        if CANARY.lower() in body.lower():
            found.append(address)
    assert client.get("/admin/").status_code == 200
    return found


def canary_course(by):
    course = catalog.draft_course(f"{CANARY} course", by=by, outcome=f"{CANARY} outcome")
    catalog.publish(course)
    module = catalog.add_module(course, f"{CANARY} module")
    for n in range(2):
        catalog.add_lesson(module, f"{CANARY} lesson {n}")
    catalog.publish(course)
    return course


def test_a_second_instructor_finds_nothing_of_the_first_anywhere_in_the_editor(ivan, olga):
    theirs = everything_of(canary_course(catalog.teach(ivan)))
    own = catalog.published_course("Bread From Four Things", by=olga, lessons=1)
    catalog.draft_course("Reading Maps", by=olga)
    ids = {**theirs, "own": own.pk}
    addresses = [*editor_addresses(ids), *asked(ids)]

    assert len(addresses) > 120
    found = named_in(signed_in(olga), addresses)
    assert "\n".join(found) == ""


def test_a_second_instructor_is_told_the_names_of_nobody_who_works_elsewhere(ivan, olga):
    ivan.display_name = f"{CANARY} Marković"
    ivan.save()
    course = canary_course(catalog.teach(ivan))
    own = catalog.published_course("Bread From Four Things", by=olga, lessons=1)
    ids = {**everything_of(course), "own": own.pk}

    addresses = [*editor_addresses(ids), *asked(ids)]
    assert "\n".join(named_in(signed_in(olga), addresses)) == ""
    assert named_in(signed_in(ivan), [reverse("wagtailadmin_reports:site_history")])


def test_a_second_instructor_changes_nothing_of_the_first_by_posting(ivan, olga):
    course = canary_course(catalog.teach(ivan))
    own = catalog.published_course("Bread From Four Things", by=olga, lessons=1)
    ids = {**everything_of(course), "own": own.pk}
    lesson, collection = str(ids["page"]), str(CourseTeam.objects.get(course_key=course.translation_key).collection_id)
    forged = {
        "title": "Mine", "slug": "mine", "new_title": "Mine", "new_slug": "mine", "name": "Mine", "comment": "Mine",
        "new_parent_page": str(ids["catalogue"]), "chooser": lesson, "id": lesson, "object_id": lesson,
        "collection": collection, "parent": collection, "user": str(ivan.pk), "groups": "1", "is_superuser": "on",
        "action-publish": "on", "copy_subpages": "on", "publish_copies": "on", "alias": "on", "position": "0",
        "include_descendants": "on", "locales": "2", "tags": "mine", "email": "mine@example.org",
        "next": "//evil.example",
    }  # fmt: skip
    before = rows_of(ivan, course)
    client = signed_in(olga)
    client.raise_request_exception = False

    answers = [client.post(address, forged) for address in [*editor_addresses(ids), *asked(ids)]]

    assert rows_of(ivan, course) == before
    assert not [answer["Location"] for answer in answers if "evil" in answer.get("Location", "")]
    assert CANARY.lower() not in "".join(
        answer.content.decode(errors="replace").lower() for answer in answers if not answer.streaming
    )
    olga.refresh_from_db()
    assert (
        olga.is_superuser,
        olga.email,
        olga.groups.filter(course_team__course_key=course.translation_key).count(),
    ) == (
        False,
        "olga@example.org",
        0,
    )


def rows_of(author, course) -> list[object]:
    """Everything of a course and its team that another instructor might try to change."""
    team = CourseTeam.objects.get(course_key=course.translation_key)
    tree = Page.objects.descendant_of(course, inclusive=True)
    named = "pk", "title", "draft_title", "slug", "live", "locked", "latest_revision"
    return [
        sorted(tree.values_list(*named)),
        sorted(Revision.objects.for_instance(course).values_list("pk", flat=True)),
        [(page.pk, page.get_parent().pk) for page in tree.order_by("pk")],
        sorted(CourseImage.objects.filter(collection=team.collection).values_list("pk", "title", "file")),
        sorted(CourseDocument.objects.filter(collection=team.collection).values_list("pk", "title", "file")),
        (team.collection.name, team.group.name, sorted(team.group.user_set.values_list("pk", flat=True))),
        type(author).objects.values_list("email", "is_superuser", "display_name").get(pk=author.pk),
    ]


def test_the_first_instructor_finds_it_in_every_list(ivan):
    course = canary_course(catalog.teach(ivan))
    ids = everything_of(course)
    client = signed_in(ivan)

    found = named_in(client, [*editor_addresses(ids), *asked(ids)])

    wanted = [
        reverse("wagtailadmin_explore", args=[course.pk]),
        reverse("wagtailadmin_pages:edit", args=[ids["page"]]),
        reverse("wagtailadmin_pages:history", args=[ids["page"]]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        "/admin/pages/search/?q=lesson",
        "/admin/choose-page/search/?q=lesson",
        "/admin/api/main/pages/?search=lesson",
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        f"/admin/images/chooser/chosen-multiple/?id={ids['image']}",
        f"/admin/bulk/wagtailcore/page/publish/?id={ids['page']}",
    ]
    found += named_in(client, wanted[:1])
    assert "\n".join(address for address in wanted if address not in found) == ""


def test_new_course_opens_its_editor_with_a_team_of_its_own(ivan):
    client = signed_in(catalog.teach(ivan))

    pk = new_course(client, "Soil")

    assert client.get(f"/admin/pages/{pk}/edit/").status_code == 200
    team = CourseTeam.objects.get()
    assert set(team.group.user_set.all()) == {ivan}
    assert Page.objects.get(pk=pk).live is False
    assert client.get("/admin/").status_code == 200
    assert 'name="title"' in client.get("/admin/courses/new/").content.decode()
    assert "This is still empty." in client.post("/admin/courses/new/", {"title": ""}).content.decode()


def test_a_learner_has_no_editor(mallory):
    client = signed_in(mallory)

    assert client.post("/admin/courses/new/", {"title": "Mine"}).status_code == 302
    assert CourseTeam.objects.count() == 0


def test_an_id_of_another_course_answers_like_an_id_nobody_has(ivan, olga):
    course = canary_course(catalog.teach(ivan))
    client = signed_in(olga)

    theirs = client.get(f"/admin/pages/{course.pk}/edit/")
    nobodys = client.get("/admin/pages/999999/edit/")
    assert client.get(f"/admin/images/chooser/chosen-multiple/?id={'9' * 30}").status_code == 404

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.content == nobodys.content


def test_an_instructor_counts_their_own_pages_on_the_first_page(ivan, olga):
    mine = signed_in(catalog.teach(ivan))
    new_course(mine, "First of mine")
    new_course(mine, "Second of mine")
    before = re.findall(r"\d+\s+Pages", mine.get("/admin/").content.decode())
    new_course(signed_in(olga), f"{CANARY} course")
    assert len(before) == 1
    assert re.findall(r"\d+\s+Pages", mine.get("/admin/").content.decode()) == before
