"""A slug decorates an address; whatever an author calls a page, it opens."""

import pytest

from courses import addresses
from courses.access import actions as access
from courses.models import Completion
from tests.factories.catalog import add_lesson, add_module, published_course

pytestmark = pytest.mark.django_db
KEY = "5a5a5a5a-0000-4000-8000-000000000001"


def test_an_address_shows_its_slug():
    assert addresses.activity_url("lesson", KEY, "the-mean") == f"/lessons/{KEY}/the-mean/"
    assert addresses.course_url(KEY, "statistics") == f"/courses/{KEY}/statistics/"


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("lesson", "completion"), ("lesson", "bookmark"), ("assessment", "attempts"), ("link", "launches")],
)
def test_a_slug_that_names_another_door_is_left_out(kind, slug):
    assert addresses.activity_url(kind, KEY, slug) == f"/{kind}s/{KEY}/"


@pytest.mark.parametrize("title", ["Finished", "Outline", "Enrolment"])
def test_a_course_called_like_a_door_opens(client, ada, title):
    course = published_course(title)
    client.force_login(ada)
    assert course.slug == title.lower()
    assert client.get(course.flat_path()).status_code == 200
    assert client.get(addresses.course_url(str(course.translation_key), "")).status_code == 200


def test_a_lesson_called_completion_opens_and_is_completed(client, ada):
    course = published_course(lessons=0, assessment=False)
    lesson = add_lesson(add_module(course), "Completion")
    access.grant(ada, course.translation_key, source="open")
    client.force_login(ada)

    assert lesson.slug == "completion"
    assert client.get(lesson.flat_path()).status_code == 200
    door = f"/lessons/{lesson.translation_key}/completion/"
    assert client.get(door).url == lesson.flat_path()
    assert client.post(door).status_code == 303
    assert Completion.objects.count() == 1
