"""An admin's door to what is said at a course: for a reason, written down, and for nobody else."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from community.discussions import actions
from community.groups import policies as places
from courses.access import actions as access
from tests.factories import catalog
from tests.factories.markup import tight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]
WHY = {"reason": "A complaint of 3 May, number 12"}


@pytest.fixture
def course(ivan, ada):
    course = catalog.published_course("Kestrels for all", by=catalog.teach(ivan), lessons=1, assessment=False)
    access.grant(ada, course.translation_key, source="open")
    said(course, ada)
    return course


def said(course, ada, title: str = "A kestrel by day"):
    place = f"course:{course.translation_key}"
    return actions.open_topic(place, author=ada, kind="discussion", title=title, text=f"Only for us: {title}")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def door(of) -> str:
    return reverse("look_at_course", args=[of.translation_key])


def looks() -> list[tuple[str, str]]:
    entries = ModelLogEntry.objects.filter(action="community.look_at_course")
    return [(entry.user.display_name, entry.data["reason"]) for entry in entries]


def test_an_admin_reads_topics_at_a_course_as_a_learner_or_teacher_of_it_only(admin, ada, ivan, course):
    place = f"course:{course.translation_key}"
    topic = said(course, ada, "Another")
    client = client_of(admin)
    for url in (
        reverse("discussions:topic", args=[topic.uid]),
        reverse("discussions:course", args=[course.translation_key]),
        reverse("discussions:lesson", args=[catalog.lessons_of(course)[0].translation_key]),
    ):
        assert client.get(url).status_code == 404
        assert client_of(ivan).get(url).status_code == 200
    assert "A kestrel by day" not in client.get(course.get_url()).content.decode()
    assert client.get(catalog.lessons_of(course)[0].get_url()).status_code == 200  # what is taught, an admin reads
    assert places.readers_among(place, [admin, ada, ivan]) == {ada.pk, ivan.pk}
    access.grant(admin, course.translation_key, source="open")
    assert places.may_read(admin, place)
    assert client.get(reverse("discussions:topic", args=[topic.uid])).status_code == 200


def test_without_a_reason_nothing_is_shown_and_with_one_it_is_written_down_first(admin, course):
    client = client_of(admin)
    listed = client.get(reverse("course_discussions")).content.decode()
    assert door(course) in listed
    for answer in (client.get(door(course)), client.post(door(course)), client.post(door(course), {"reason": "hm"})):
        assert "Only for us" not in answer.content.decode()
        assert "Ada Nwosu" not in answer.content.decode()
    assert looks() == []
    page = client.post(door(course), WHY).content.decode()
    assert "Only for us" in page
    assert looks() == [("Admin Person", WHY["reason"])]
    assert WHY["reason"] in client.get("/admin/reports/site-history/").content.decode()
    assert "Only for us" not in client.get(door(course)).content.decode()


def test_what_was_said_at_a_course_taken_back_can_still_be_looked_at(admin, course):
    course.unpublish()
    assert "Only for us" in client_of(admin).post(door(course), WHY).content.decode()


def test_neither_learners_instructors_nor_mallory_look(course, ada, grace, ivan, mallory):
    for user in (ada, grace, ivan, mallory):
        client = client_of(user)
        for answer in (
            client.get(reverse("course_discussions")),
            client.get(door(course)),
            client.post(door(course), WHY),
        ):
            assert answer.status_code in (302, 403, 404)
            assert b"Only for us" not in answer.content
    assert Client().post(door(course), WHY).status_code == 302
    assert looks() == []


def test_the_history_of_its_instructor_says_nothing_of_it(admin, course, ivan):
    client_of(admin).post(door(course), WHY)
    teacher = client_of(ivan)
    for path in ("/admin/", "/admin/reports/site-history/", f"/admin/pages/{course.pk}/history/"):
        assert WHY["reason"] not in teacher.get(path).content.decode()
    assert not PageLogEntry.objects.filter(action="community.look_at_course").exists()


def test_a_look_costs_the_same_at_one_conversation_and_three(admin, ada, course):
    client, costs = client_of(admin), []
    client.post(door(course), WHY)
    for count in (1, 3):
        while tight(client.post(door(course), WHY)).count("<section><h3>") < count:
            said(course, ada, f"Number {uuid4()}")
        with CaptureQueriesContext(connection) as queries:
            client.post(door(course), WHY)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_course_that_never_was_is_not_there(admin):
    assert (
        client_of(admin).post("/admin/reports/discussions/00000000-0000-4000-8000-000000000000/", WHY).status_code
        == 404
    )
