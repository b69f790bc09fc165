"""Talk below a lesson and beside a course."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohort import capabilities
from cohort.models import Capabilities
from community.discussions import actions, lessons, slots
from community.live.topics import read
from community.models import Assignment, Notification, Topic
from courses import slots as places
from courses.access import actions as access
from tests.factories.catalog import instructor, lessons_of, published_course
from tests.factories.groups import group, member
from tests.factories.talk import reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


@pytest.fixture
def teacher():
    return instructor("Ivan Marković")


@pytest.fixture
def course(teacher):
    return published_course(by=teacher, assessment=False)


@pytest.fixture
def lesson(course):
    return lessons_of(course)[0]


@pytest.fixture
def evening(grace, ada, ben, course):
    evening = group(by=grace)
    member(evening, ada)
    member(evening, ben)
    return evening


@pytest.fixture
def learners(ada, ben, course):
    return [access.grant(user, course.translation_key, source="open") for user in (ada, ben)]


def assign(evening, course, by):
    return Assignment.objects.create(
        group=evening, course_key=course.translation_key, assigned_by=by, assigned_at=timezone.now()
    )


def ask(client, user, lesson, place: str, text: str = "Why *that* mean?"):
    client.force_login(user)
    return client.post(reverse("discussions:lesson", args=[lesson.translation_key]), {"text": text, "place": place})


def below(user, course, lesson, enrolment=None) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return slots.below_lesson(
        request,
        course_key=course.translation_key,
        lesson_key=lesson.translation_key,
        lesson_title=lesson.title,
        enrolment=enrolment,
    )


@pytest.fixture
def as_in_a_request():
    """The switches are read once, as a request does."""
    with capabilities.remembered():
        capabilities.current()
        yield


def course_place(course) -> str:
    return f"course:{course.translation_key}"


def test_a_question_goes_to_the_group_that_has_the_course_assigned(
    client, evening, course, lesson, learners, ada, grace
):
    assign(evening, course, grace)
    shown = below(ada, course, lesson, learners[0])
    answer = ask(client, ada, lesson, evening.place)

    asked = Topic.objects.get()
    assert "To <b>Evening Statistics</b>" in shown
    assert (asked.place, asked.kind, asked.title) == (evening.place, "question", "Why that mean?")
    assert (asked.lesson_key, asked.course_key) == (lesson.translation_key, course.translation_key)
    assert (answer.status_code, answer.url.split("#")) == (
        303,
        [reverse("learning:lesson", args=[lesson.translation_key]), f"post-{asked.opening.uid}"],
    )


def test_without_such_a_group_it_goes_to_the_course(client, evening, course, lesson, learners, ada):
    shown = below(ada, course, lesson, learners[0])
    ask(client, ada, lesson, course_place(course))

    assert "the people who learn this course" in shown
    assert Topic.objects.get().place == course_place(course)


def test_a_group_that_does_not_learn_the_course_is_no_place_for_it(client, evening, course, lesson, learners, ada):
    assert ask(client, ada, lesson, evening.place).status_code == 404
    assert not Topic.objects.exists()


def test_below_a_lesson_one_sees_what_is_said_in_the_places_one_reads(
    client, evening, course, lesson, learners, ada, ben, teacher, grace
):
    assign(evening, course, grace)
    ask(client, ada, lesson, course_place(course), "At the course")
    ask(client, ben, lesson, evening.place, "In the group")

    assert {text for text in ("At the course", "In the group") if text in below(ada, course, lesson, learners[0])} == {
        "At the course",
        "In the group",
    }
    assert "At the course" in below(teacher, course, lesson)
    assert "In the group" not in below(teacher, course, lesson)


def test_an_accepted_answer_stands_below_its_question_and_more_replies_are_a_link(
    client, evening, course, lesson, learners, ada, ben
):
    ask(client, ada, lesson, course_place(course))
    asked = Topic.objects.get()
    first = reply(asked, ben, text="The accepted one")
    for number in range(3):
        reply(asked, ben, text=f"Later {number}")
    actions.accept(first, by=ada)
    shown = below(ada, course, lesson, learners[0])

    assert "Accepted by Ada" in shown
    assert [text for text in ("The accepted one", "Later 0", "Later 1", "Later 2") if text in shown] == [
        "The accepted one",
        "Later 1",
        "Later 2",
    ]
    assert "1 more reply" in shown


def test_mallory_and_visitors_see_nothing_and_ask_nothing(client, course, lesson, learners, ada, mallory):
    ask(client, ada, lesson, course_place(course), "Only for learners")

    assert below(mallory, course, lesson) == ""
    assert below(AnonymousUser(), course, lesson) == ""
    assert ask(client, mallory, lesson, course_place(course)).status_code == 404
    assert client.get(reverse("discussions:lesson", args=[lesson.translation_key])).status_code == 404
    assert client.get(reverse("discussions:course", args=[course.translation_key])).status_code == 404
    assert Topic.objects.count() == 1


def test_who_loses_access_no_longer_reads_or_hears_of_the_talk_at_the_course(
    client, course, lesson, learners, ada, ben
):
    ask(client, ada, lesson, course_place(course))
    asked = Topic.objects.get()
    access.revoke(ada, course.translation_key, source="open")
    reply(asked, ben)
    client.force_login(ada)

    assert client.get(reverse("discussions:topic", args=[asked.uid])).status_code == 404
    assert not Notification.objects.filter(recipient=ada).exists()


def test_who_teaches_reads_removes_and_is_told(client, course, lesson, learners, ada, ben, teacher):
    ask(client, ada, lesson, course_place(course))
    asked = Topic.objects.get()
    reply(asked, teacher)
    unkind = reply(asked, ben, text="Unkind")
    client.force_login(teacher)
    client.post(reverse("discussions:removal", args=[unkind.uid]))

    unkind.refresh_from_db()
    assert unkind.removed_by == teacher
    assert Notification.objects.filter(recipient=teacher, verb="replied").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_talk_below_a_lesson_takes_three_queries_for_one_and_three_topics(
    client, evening, course, lesson, learners, ada, ben, count, as_in_a_request
):
    for _ in range(count):
        ask(client, ada, lesson, course_place(course))
    for asked in Topic.objects.all():
        reply(asked, ben)
    with CaptureQueriesContext(connection) as queries:
        below(ada, course, lesson, learners[0])
    assert len(queries) == 3  # memberships, topics, posts


def test_the_page_may_listen_to_every_place_it_shows(evening, course, lesson, learners, ada):
    request = RequestFactory().get("/")
    request.user = ada
    slots.below_lesson(
        request,
        course_key=course.translation_key,
        lesson_key=lesson.translation_key,
        lesson_title=lesson.title,
        enrolment=learners[0],
    )

    assert read(request.live_tokens) == (
        str(ada.uid),
        [f"talk:{evening.place}", f"talk:{course_place(course)}"],
    )


def test_the_lesson_page_shows_it_and_with_the_community_off_does_not(client, course, lesson, learners, ada):
    ask(client, ada, lesson, course_place(course), "Is it seen?")
    address = reverse("learning:lesson", args=[lesson.translation_key, lesson.slug])
    with_talk = client.get(address).content.decode()
    Capabilities.objects.update(community=False)
    without = client.get(address).content.decode()

    assert "Is it seen?" in with_talk
    assert "Is it seen?" not in without
    assert places.filled("lesson.below") == []


def test_beside_a_course_stand_its_last_conversations(client, course, lesson, learners, ada, mallory):
    ask(client, ada, lesson, course_place(course), "Seen beside")
    request = RequestFactory().get("/")
    request.user = ada
    shown = slots.beside_course(request, course_key=course.translation_key, learns=True)
    request.user = mallory

    assert "Seen beside" in shown
    assert slots.beside_course(request, course_key=course.translation_key, learns=False) == ""
    assert "Seen beside" in client.get(reverse("discussions:course", args=[course.translation_key])).content.decode()


def test_a_lesson_is_found_for_its_learner_in_two_queries(ada, mallory, lesson, learners, django_assert_num_queries):
    with django_assert_num_queries(2):  # the page, the enrolment
        found = lessons.lesson_for(ada, lesson.translation_key)
    assert (found.title, found.place) == (lesson.title, f"course:{learners[0].course_key}")
    assert lessons.lesson_for(mallory, lesson.translation_key) is None


@pytest.mark.parametrize("place", ["course", "group"])
def test_below_a_lesson_who_leads_the_place_finds_remove_and_accept_and_nobody_else_does(
    client, evening, course, lesson, learners, ada, ben, grace, teacher, place
):
    assign(evening, course, grace)
    access.grant(grace, course.translation_key, source="open")
    where = course_place(course) if place == "course" else evening.place
    ask(client, ada, lesson, where)
    answer = reply(Topic.objects.get(), ben)
    doors = {reverse("discussions:removal", args=[answer.uid]), reverse("discussions:acceptance", args=[answer.uid])}

    def open_to(user):
        shown = below(user, course, lesson)
        return {door for door in doors if door in shown}

    assert open_to(teacher if place == "course" else grace) == doors
    assert open_to(grace if place == "course" else teacher) == set()
    assert open_to(ada) == {reverse("discussions:acceptance", args=[answer.uid])}
