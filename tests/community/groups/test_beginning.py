"""A newcomer to a group is led to the first lesson of the course that is due, and told once what it earned."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.groups import assignments
from community.models import Membership
from community.notifications import queries as notices
from courses.access import queries as access
from courses.learning import actions as learning
from courses.records import effects
from tests.factories.catalog import lessons_of, published_course, teach
from tests.factories.groups import group, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def courses(ivan):
    """A course without a day and one that is due, both with one lesson read in a few minutes."""
    return [published_course(title, lessons=2, assessment=False, by=teach(ivan)) for title in ("Maps", "Statistics")]


@pytest.fixture
def circle(grace, courses):
    circle = group(grace, managed=True)
    plain, dated = courses
    assignments.assign(circle, course_key=plain.translation_key, by=grace)
    assignments.assign(circle, course_key=dated.translation_key, by=grace, due=timezone.now() + timedelta(days=9))
    return circle


def feed(user, circle) -> str:
    return signed_in(user).get(reverse("feed:group", args=[circle.uid])).content.decode()


def test_a_newcomer_is_led_to_the_course_that_is_due(circle, courses, ada, ivan):
    member(circle, ada)
    first = lessons_of(courses[1])[0]
    page = feed(ada, circle)

    assert f"Start with Lesson 1, {first.minutes} min" in page
    assert f'href="{first.url}"' in page
    assert page.index("start-title") < page.rindex("composer")
    member(circle, ivan)
    assert "start-title" not in feed(ivan, circle)


def test_once_a_lesson_is_done_nobody_is_told_to_start(circle, courses, ada):
    member(circle, ada)
    lesson = lessons_of(courses[0])[0]
    learning.complete_lesson(access.enrolment(ada, courses[0].translation_key), activity_key=lesson.translation_key)

    assert "start-title" not in feed(ada, circle)


def finish(client, lesson) -> str:
    url = reverse("learning:completion", args=[lesson.translation_key])
    return client.post(url, follow=True).content.decode()


def test_the_first_thing_finished_is_said_once_with_its_badge_and_who_sees_it(circle, courses, ada):
    member(circle, ada, sharing=Membership.Sharing.NAMED)
    client, (first, second) = signed_in(ada), lessons_of(courses[1])
    page = finish(client, first)

    said = "Finished: Lesson 1. 1 of 2. Your first badge: A first lesson. You and Evening Statistics see it."
    assert said in page
    assert "Finished: Lesson 1" not in client.get(second.url).content.decode()
    assert "Finished: Lesson 1" not in finish(client, first)
    other = lessons_of(courses[0])[0]
    assert "Finished: Lesson 1. 1 of 2." in (page := finish(client, other))
    assert "badge" not in page.split("Finished: ")[1].split("</p>")[0]
    effects.drain(ada.pk)
    assert "You earned a badge: A first lesson" in {
        f"{row.text}".replace("<b>", "").replace("</b>", "") for row in notices.tray(ada)
    }


@pytest.mark.parametrize(
    ("managed", "who"),
    [(True, "You and the managers of Evening Statistics see it."), (False, "Only you see it.")],
)
def test_who_shares_nothing_is_told_who_sees_it_all_the_same(grace, ada, courses, managed, who):
    circle = group(grace, managed=managed)
    member(circle, ada)
    if managed:
        circle.memberships.filter(user=ada).update(managed_agreed=timezone.now())
    assignments.assign(circle, course_key=courses[0].translation_key, by=grace)

    assert who in finish(signed_in(ada), lessons_of(courses[0])[0])
