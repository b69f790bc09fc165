"""A person's own home and the welcome of a visitor."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cohort.home import desk
from community.groups import actions as groups
from community.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def found(by: User, name: str, *members: User) -> None:
    group = groups.create(by, name=name, purpose="", visibility="private", sharing="named")
    for member in members:
        groups.join(group, user=member, sharing="named")


def test_visitor_is_told_what_this_place_is():
    page = Client().get("/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Learn it properly, in good company." in text
    assert "/accounts/login/" in text


def test_new_person_is_shown_a_way_on(ada):
    text = signed_in(ada).get("/").content.decode()

    assert "Nothing is waiting for you" in text
    assert "Find a group" in text


def test_home_says_what_is_shared_where(ada, grace):
    found(grace, "Evening Statistics", ada)

    text = signed_in(ada).get("/").content.decode()

    assert "Evening Statistics" in text
    assert "By name" in text


def test_home_of_others_shows_nothing_of_a_group_one_is_not_in(ada, grace, mallory):
    found(grace, "Evening Statistics", ada)

    assert "Evening Statistics" not in signed_in(mallory).get("/").content.decode()


def test_get_changes_nothing_and_post_is_refused(ada):
    assert signed_in(ada).post("/").status_code == 405


@pytest.mark.parametrize(
    "hour, words",
    [(4, "Good evening, Ada"), (5, "Good morning, Ada"), (12, "Good afternoon, Ada"), (18, "Good evening, Ada")],
)
def test_greeting_goes_by_the_clock(hour, words):
    assert desk.greeting("Ada", now=datetime(2026, 1, 5, hour, tzinfo=UTC)) == words


def test_week_marks_what_was_learned_today_and_ahead():
    today = datetime(2026, 11, 19, tzinfo=UTC).date()  # a Thursday
    days = {today - timedelta(days=n): 1 for n in (1, 3)}

    assert [day.state for day in desk.week(days, today=today)] == [
        "done",
        "missed",
        "done",
        "today",
        "ahead",
        "ahead",
        "ahead",
    ]


def test_earned_says_things_and_points():
    assert desk.earned(4, 40) == "4 things, 40 points"
    assert desk.earned(1, 1) == "1 thing, 1 point"
    assert desk.earned(0, None) == "0 things"


@pytest.mark.parametrize("many", [1, 3])
def test_home_without_courses_is_read_in_ten_queries(ada, grace, many):
    for number in range(many):
        found(grace, f"Group {number}", ada)
    client = signed_in(ada)
    client.get("/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200

    assert len(queries) == 10, [query["sql"][:90] for query in queries]
