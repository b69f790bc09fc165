"""A person's own home and the welcome of a visitor."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohort.home import queries
from cohort.home.presenting import desk
from cohort.models import Capabilities
from community.connections import actions as connections
from community.discussions import actions as discussions
from community.groups import actions as groups
from community.groups import assignments, memberships
from community.models import Group, User
from community.people import actions as people
from courses.access.actions import grant
from courses.access.queries import enrolment
from courses.learning.actions import bookmark, complete_lesson
from courses.models import Record
from courses.records import effects
from tests.factories import catalog, learning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switches_on")]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def group(by: User, name: str, *members: User) -> Group:
    """Return a private group in which everybody shares by name."""
    made = groups.create(by, name=name, purpose="", visibility="private", sharing="named")
    for member in members:
        memberships.join(made, user=member, sharing="named")
    return made


def test_visitor_is_told_what_this_place_is():
    page = Client().get("/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Learn it properly, in good company." in text
    assert "/accounts/login/" in text


def test_new_person_is_shown_a_way_on(ada):
    text = signed_in(ada).get("/").content.decode()

    assert "Pick a course" in text
    assert "Find a group" in text


def test_home_says_what_is_shared_where(ada, grace):
    group(grace, "Evening Statistics", ada)

    text = signed_in(ada).get("/").content.decode()

    assert "Evening Statistics" in text
    assert "By name" in text


def test_home_of_others_shows_nothing_of_a_group_one_is_not_in(ada, grace, mallory):
    group(grace, "Evening Statistics", ada)

    assert "Evening Statistics" not in signed_in(mallory).get("/").content.decode()


def test_get_changes_nothing_and_post_is_refused(ada):
    assert signed_in(ada).post("/").status_code == 405


@pytest.mark.parametrize(
    "hour, words",
    [(4, "Good evening, Ada"), (5, "Good morning, Ada"), (12, "Good afternoon, Ada"), (18, "Good evening, Ada")],
)
def test_greeting_goes_by_the_clock(hour, words):
    assert desk.greeting("Ada", now=datetime(2026, 1, 5, hour, tzinfo=UTC)) == words


@pytest.mark.parametrize("day", range(16, 23))  # every day of a week
def test_week_is_the_last_seven_days_with_today_at_the_end(day):
    today = datetime(2026, 11, day, tzinfo=UTC).date()
    days = {today - timedelta(days=n) for n in (1, 3, 7)}

    shown = desk.week(days, today=today)

    assert [day.state for day in shown] == ["missed", "missed", "missed", "done", "missed", "done", "today"]
    assert shown[-1].name == today.strftime("%A")
    assert desk.week({today}, today=today)[-1].state == "done"


def test_what_the_week_brought_is_of_the_days_that_are_shown(ada, monkeypatch):
    course = learning.course_of_lessons(3)
    begun = learning.enrolled(ada, course, at=timezone.now() - timedelta(days=20))
    for key, days in zip(learning.keys(course), (7, 6, 0), strict=True):
        complete_lesson(begun, activity_key=key, at=timezone.now() - timedelta(days=days))
    Record.objects.update(stored=F("timestamp"))
    effects.drain(ada.pk)

    home = queries.home_of(ada)

    assert [day.state for day in home.week].count("done") == 2
    assert home.week_text.startswith("2 ")


def test_earned_says_things_and_points():
    assert desk.earned(4, 40) == "4 activities, 40 points"
    assert desk.earned(1, 1) == "1 activity, 1 point"
    assert desk.earned(0, None) == "Nothing yet"


def test_continue_leads_to_the_course_learned_last_where_it_was_left(ada):
    first, second = (learning.course_of_lessons(3, title=title) for title in ("Statistics", "Maps"))
    now = timezone.now()
    begun = {course: learning.enrolled(ada, course, at=now - timedelta(hours=10)) for course in (first, second)}
    for course, hours in ((second, 9), (first, 5)):
        complete_lesson(begun[course], activity_key=learning.keys(course)[0], at=now - timedelta(hours=hours))
    bookmark(begun[second], activity_key=learning.keys(second)[1], heading="The middle", fraction=0.4, at=now)

    home = queries.home_of(ada)

    assert (home.going_on.course, home.going_on.title) == ("Maps", "Lesson 2")
    assert home.going_on.line == "Lesson 2, about 6 minutes. You stopped at “The middle”."
    assert home.going_on.segments == [[1, 0.4, 0]]


def test_the_week_counts_what_was_finished_and_what_it_earned(ada):
    course = learning.course_of_lessons(3)
    begun = learning.enrolled(ada, course)
    for key in learning.keys(course)[:2]:
        complete_lesson(begun, activity_key=key)
    effects.drain(ada.pk)

    home = queries.home_of(ada)

    assert home.week_text == "2 activities, 20 points"
    assert [day.state for day in home.week].count("done") == 1
    assert home.streak == ""


def test_finished_courses_are_neither_gone_on_with_nor_due(ada):
    course = learning.course_of_lessons(1)
    begun = learning.enrolled(ada, course, source="group:x", due=timezone.now() + timedelta(days=2))
    complete_lesson(begun, activity_key=learning.keys(course)[0])

    home = queries.home_of(ada)

    assert home.going_on is None
    assert home.due == []


@pytest.mark.parametrize(
    "days, chip, tone", [(-3, "Late since", "danger"), (0.01, "Today", "streak"), (1, "Tomorrow", "streak")]
)
def test_due_is_said_by_its_day(ada, days, chip, tone):
    noon = timezone.localtime().replace(hour=12, minute=0)
    due = timezone.now() + timedelta(minutes=1) if chip == "Today" else noon + timedelta(days=days)
    learning.enrolled(ada, learning.course_of_lessons(2), source="group:x", due=due)

    line = queries.home_of(ada).due[0]

    assert line.chip.startswith(chip)
    assert (line.chip_tone, line.note) == (tone, "0 of 2 done")


@pytest.mark.parametrize("length", [99, 100, 205])
def test_a_row_of_days_is_as_long_as_it_is(ada, length):
    outline = learning.course_of_lessons(length)
    now = timezone.localtime()  # the same hour on each day, across the change of clocks as well
    begun = learning.enrolled(ada, outline, source="open")
    for ago, key in zip(reversed(range(length)), learning.keys(outline), strict=True):
        complete_lesson(begun, activity_key=key, at=now - timedelta(days=ago))

    assert queries.home_of(ada).streak == f"{length} days in a row"


def test_what_is_due_is_gone_on_with_before_what_was_given_first_and_what_is_begun_before_both(ada):
    plain, dated, sooner = (learning.course_of_lessons(2, title=title) for title in ("Plain", "Dated", "Sooner"))
    now = timezone.now()
    learning.enrolled(ada, plain, source="open", at=now - timedelta(days=9))
    assert queries.home_of(ada).going_on.course == "Plain"
    learning.enrolled(ada, dated, source="group:x", due=now + timedelta(days=40))
    learning.enrolled(ada, sooner, source="group:x", due=now + timedelta(days=20))
    card = queries.home_of(ada).going_on
    assert (card.course, card.label) == ("Sooner", "Start")

    bookmark(enrolment(ada, plain.course_key), activity_key=learning.keys(plain)[0], fraction=0.3)
    assert queries.home_of(ada).going_on.course == "Plain"


def test_nobody_is_told_to_start_the_course_they_teach(ivan, grace):
    course = catalog.published_course(lessons=2, assessment=False, by=catalog.teach(ivan))
    circle = group(grace, "Evening Statistics", ivan)
    assignments.assign(circle, course_key=course.translation_key, by=grace, due=timezone.now() + timedelta(days=3))
    home = queries.home_of(ivan)

    assert (home.going_on, home.due, home.to_begin) == (None, [], [])
    complete_lesson(enrolment(ivan, course.translation_key), activity_key=catalog.lessons_of(course)[0].translation_key)
    assert queries.home_of(ivan).going_on.title == "Lesson 2"


def test_continue_leads_to_where_one_stopped(ada):
    course = catalog.published_course(lessons=1, assessment=False)
    lesson = catalog.lessons_of(course)[0]
    bookmark(
        grant(ada, course.translation_key, source="open"),
        activity_key=lesson.translation_key,
        fraction=0.5,
        heading="The question it answers",
    )
    client, here = signed_in(ada), f"{lesson.url}#the-question-it-answers"

    assert queries.home_of(ada).going_on.url == here
    assert f'href="{here}"' in client.get(course.url).content.decode()
    assert 'id="the-question-it-answers"' in client.get(lesson.url).content.decode()


def test_due_beyond_four_weeks_is_not_soon(ada):
    learning.enrolled(ada, learning.course_of_lessons(1), source="group:x", due=timezone.now() + timedelta(days=29))

    assert queries.home_of(ada).due == []


def test_feed_of_one_group_and_of_one_that_is_not_mine(ada, grace, mallory):
    mine = group(grace, "Evening Statistics", ada)
    group(grace, "Night Readers", ada)
    theirs = group(mallory, "Hidden Table")
    for place in (mine, theirs):
        discussions.post_to_feed(place.place, author=place.created_by, text=f"Hello {place.name}")

    of_mine = queries.home_of(ada, group_uid=str(mine.uid))
    of_theirs = queries.home_of(ada, group_uid=str(theirs.uid))

    assert [item.body for day in of_mine.feed.days for item in day.entries] == ["<p>Hello Evening Statistics</p>"]
    assert of_mine.filter.label == "Evening Statistics"
    assert of_theirs.filter.label == "All groups"
    assert "Hidden Table" not in str(of_theirs)


def test_without_community_there_is_no_feed_and_nothing_shared(ada, grace):
    group(grace, "Evening Statistics", ada)
    Capabilities.objects.update(community=False, achievements=False)

    home = queries.home_of(ada)

    assert (home.feed, home.filter, home.shared, home.live, home.week_url) == (None, None, [], "", "")
    assert home.week_text == "Nothing yet"
    assert signed_in(ada).get("/").status_code == 200


@pytest.mark.parametrize("many", [1, 3])
def test_home_with_everything_is_read_in_twelve_queries(ada, ben, grace, many):
    connections.accept(connections.ask(ada, other=ben), by=ben)
    people.share(ben, sharing="named")
    now = timezone.now()
    for number in range(many):
        circle = group(grace, f"Group {number}", ada, ben)
        course = learning.course_of_lessons(4, title=f"Course {number}")
        assignments.assign(circle, course_key=course.course_key, by=grace, due=now + timedelta(days=3))
        for learner in (ada, ben):
            complete_lesson(enrolment(learner, course.course_key), activity_key=learning.keys(course)[0])
        bookmark(enrolment(ada, course.course_key), activity_key=learning.keys(course)[1], fraction=0.3)
        discussions.post_to_feed(circle.place, author=ben, text="Hello")
        # Not begun: its outline is not pinned, so the current one is read.
        unread = learning.course_of_lessons(2, title=f"Unread {number}")
        assignments.assign(circle, course_key=unread.course_key, by=grace, due=now + timedelta(days=4))
    client = signed_in(ada)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/")

    assert page.content.decode().count('class="item') >= many
    assert len(asked) == 12, [query["sql"][:90] for query in asked]


@pytest.mark.parametrize("many", [1, 3])
def test_who_has_nothing_to_go_on_with_is_shown_courses_to_start_at_the_same_cost(ada, ben, grace, many):
    connections.accept(connections.ask(ada, other=ben), by=ben)
    people.share(ben, sharing="named")
    for number in range(many):
        catalog.published_course(f"Open {number}", lessons=1, assessment=False)
        circle = group(grace, f"Group {number}", ada, ben)
        discussions.post_to_feed(circle.place, author=ben, text="Hello")
    client = signed_in(ada)
    client.get("/")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/")

    assert page.content.decode().count("course-card card") == many
    assert page.content.decode().count('class="item') >= many
    assert len(asked) == 13, [query["sql"][:90] for query in asked]


def test_courses_to_start_are_three_open_ones_never_begun(ada, mallory):
    for title in ("A", "B", "C", "D"):
        catalog.published_course(title, lessons=1, assessment=False)
    catalog.published_course("1 closed", lessons=1, assessment=False, open_enrolment=False)
    catalog.draft_course("1 draft")
    begun = catalog.published_course("2 begun", lessons=1, assessment=False)
    seat = grant(ada, begun.translation_key, source="open")
    complete_lesson(seat, activity_key=catalog.lessons_of(begun)[0].translation_key)
    effects.drain(ada.pk)

    assert queries.home_of(ada).going_on is None
    assert [card.title for card in queries.home_of(ada).to_begin] == ["A", "B", "C"]
    assert [card.title for card in queries.home_of(mallory).to_begin] == ["2 begun", "A", "B"]


def test_who_goes_on_with_a_course_is_shown_no_other(ada):
    course = catalog.published_course(lessons=2)
    catalog.published_course("Another")
    grant(ada, course.translation_key, source="open")

    assert queries.home_of(ada).going_on
    assert queries.home_of(ada).to_begin == []
