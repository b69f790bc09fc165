"""Who may open which file, how it is sent, and that no file has an address of its own."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.images.fields import WagtailImageField

from courses.access import actions as access
from courses.catalog import files, serving
from courses.models import FileUse
from tests.factories import catalog, media

pytestmark = pytest.mark.django_db


def asked(user, address: str, **headers):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(address, headers=headers)


def figure(image) -> dict:
    value = {"image": image.pk, "alt": "Eight cups in a row", "caption": "<p>Cups</p>"}
    return {"type": "image", "value": value, "id": "0b4bb1f4-2a5c-4a5c-8b1e-3c5a31a6b001"}


@pytest.fixture
def course(ivan):
    return catalog.published_course(by=catalog.teach(ivan), lessons=0, assessment=False)


@pytest.fixture
def shown(course):
    """A picture in a lesson."""
    image = media.picture(course)
    catalog.add_lesson(catalog.add_module(course), body=[figure(image)])
    return image


def test_a_picture_in_a_lesson_is_for_who_may_read_the_lesson(course, shown, ada, ivan, mallory, admin):
    access.grant(ada, course.translation_key, source="open")
    address = f"/files/{shown.uid}/wide/"

    statuses = {user: asked(user, address).status_code for user in (None, ada, ivan, mallory, admin)}

    assert statuses == {None: 404, ada: 200, ivan: 200, mallory: 404, admin: 200}
    answer = asked(ada, address)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/webp"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_refusal_is_the_answer_to_an_id_nobody_has(shown, mallory):
    theirs = asked(mallory, f"/files/{shown.uid}/wide/")
    nobodys = asked(mallory, "/files/0b4bb1f4-2a5c-4a5c-8b1e-3c5a31a6b0ff/wide/")

    assert theirs.content == nobodys.content


def test_a_learner_loses_the_files_with_the_course(course, shown, ada):
    access.grant(ada, course.translation_key, source="open")
    access.revoke(ada, course.translation_key, source="open")

    assert asked(ada, f"/files/{shown.uid}/wide/").status_code == 404


def test_an_unused_picture_is_for_its_instructors(course, ada, ivan, mallory):
    image = media.picture(course)
    access.grant(ada, course.translation_key, source="open")
    address = f"/files/{image.uid}/wide/"

    statuses = {user: asked(user, address).status_code for user in (None, ada, ivan, mallory)}

    assert statuses == {None: 404, ada: 404, ivan: 200, mallory: 404}


def test_the_cover_of_a_published_course_is_for_everyone_and_can_be_cached(course, mallory):
    image = media.picture(course)
    course.cover_image = image
    catalog.publish(course)

    answer = asked(None, f"/files/{image.uid}/cover/")

    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("public")
    assert f"/files/{image.uid}/cover/" in asked(None, "/courses/").content.decode()
    course.unpublish()
    assert asked(mallory, f"/files/{image.uid}/cover/").status_code == 404


def test_a_picture_of_a_free_preview_is_for_everyone(course):
    image = media.picture(course)
    catalog.add_lesson(catalog.add_module(course), body=[figure(image)], free_preview=True)

    assert asked(None, f"/files/{image.uid}/wide/").status_code == 200


def test_a_learner_gets_the_sizes_of_pages_and_no_original(course, shown, ada, ivan):
    access.grant(ada, course.translation_key, source="open")

    for spec, expected in {"small": 200, "original": 404, "max-9000x9000": 404, "fill-10x10": 404}.items():
        assert asked(ada, f"/files/{shown.uid}/{spec}/").status_code == expected
    assert asked(ivan, f"/files/{shown.uid}/original/").status_code == 200


def test_the_editor_shows_its_thumbnails_at_the_same_door(course, shown, ivan, mallory):
    thumbnail = shown.get_rendition("max-165x165")

    assert thumbnail.url == f"/files/{shown.uid}/max-165x165/"
    assert asked(ivan, thumbnail.url).status_code == 200
    assert asked(mallory, thumbnail.url).status_code == 404


def test_a_document_linked_in_a_lesson_is_a_download_for_its_readers(course, ada, mallory):
    notes = media.document(course, name="notes.txt")
    link = f'<p><a linktype="document" id="{notes.pk}">Notes</a></p>'
    lesson = catalog.add_lesson(catalog.add_module(course), body=[catalog.text(link)])
    access.grant(ada, course.translation_key, source="open")

    assert f'href="{notes.url}"' in str(lesson.rendered)
    answer = asked(ada, notes.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert asked(mallory, notes.url).status_code == 404


def test_a_web_page_uploaded_as_a_document_is_only_ever_a_download(course, ivan):
    page = media.document(course, name="trap.html", content=b"<script>alert(1)</script>")

    answer = asked(ivan, page.url)

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_film_is_sent_in_ranges(course, ivan):
    film = media.document(course, name="cups.mp4", content=bytes(range(10)))

    part = asked(ivan, film.url, Range="bytes=2-4")

    assert part.status_code == 206
    assert b"".join(part.streaming_content) == bytes([2, 3, 4])
    assert part["Content-Range"] == "bytes 2-4/10"
    assert part["Content-Type"] == "video/mp4"
    assert asked(ivan, film.url, Range="bytes=50-").status_code == 416
    assert asked(ivan, film.url)["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None),
        ("bytes=0-", range(10)),
        ("bytes=3-5", range(3, 6)),
        ("bytes=-4", range(6, 10)),
        ("bytes=-400", range(10)),
        ("bytes=8-99", range(8, 10)),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("lines=1-2", None),
        (f"bytes=0-{'9' * 5000}", None),  # longer than any number
    ],
)
def test_ranges_are_read_as_the_standard_says(header, expected):
    assert serving.byte_range(header, 10) == expected


def test_in_production_the_web_server_in_front_sends_the_bytes(course, ivan, settings):
    settings.FILES_ACCEL = "/private/"
    notes = media.document(course)

    answer = asked(ivan, notes.url)

    assert answer["X-Accel-Redirect"] == f"/private/{notes.file.name}"
    assert answer.content == b""


def test_files_have_no_address_by_their_name(shown, ivan):
    assert asked(ivan, f"/files/by-name/{shown.file.name}").status_code == 404
    assert asked(ivan, f"/media/{shown.file.name}").status_code == 404
    assert asked(ivan, "/documents/1/notes.txt").status_code == 404


def test_uses_follow_what_is_published(course, shown):
    lesson = catalog.lessons_of(course)[0]
    assert set(FileUse.objects.values_list("file", "page_id")) == {(shown.uid, lesson.pk)}

    lesson.body = []
    lesson.save_revision()
    assert FileUse.objects.count() == 1
    lesson.save_revision().publish()
    assert FileUse.objects.count() == 0


def test_a_picture_that_would_fill_the_memory_is_refused():
    out = io.BytesIO()
    Image.new("P", (8_000, 7_000)).save(out, "PNG")

    with pytest.raises(ValidationError, match="too many pixels"):
        WagtailImageField().clean(SimpleUploadedFile("large.png", out.getvalue()))


def test_a_size_of_a_picture_keeps_the_colour_profile_it_came_with(course):
    image = media.picture(course, profile=media.display_p3())
    with files.bytes_of(image, "small", editing=bool).open() as drawn:
        assert Image.open(drawn).info["icc_profile"] == media.display_p3()
