"""The day a manager sets is the day everybody reads, on every page, and a day before one came is not one's own."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cohort.home import queries as home
from community.groups import actions as groups
from community.groups import assignments
from community.insights import queries
from community.insights.presenting import needs_help, numbers
from courses.models import Grant
from tests.factories.catalog import published_course
from tests.factories.groups import group, member

pytestmark = pytest.mark.django_db

ZONES = ["Pacific/Auckland", "Asia/Kolkata", "Pacific/Honolulu", "Europe/London"]
DAYS = [date(2026, 12, 3), date(2027, 3, 28), date(2026, 10, 25)]


@pytest.fixture
def clock(monkeypatch):
    """Set the hour it is; nothing else tells the time of this site."""

    def put(at: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return put


@pytest.fixture
def course(switches_on):
    return published_course(lessons=2, assessment=False)


@pytest.fixture
def circle(grace):
    return group(grace, managed=True, at=datetime(2026, 1, 5, tzinfo=ZoneInfo("UTC")))


def moved_to(user, zone):
    user.time_zone = zone
    user.save(update_fields=["time_zone"])
    return user


def shown(client, user, course, circle) -> list[str]:
    """Return every page of `user` that says when the course is due."""
    client.force_login(user)
    doors = ["/", "/courses/", course.url, "/notifications/", reverse("groups:courses", args=[circle.uid])]
    doors.append(reverse("feed:group", args=[circle.uid]))
    return [client.get(door).content.decode() for door in doors]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", DAYS)
def test_every_page_says_the_day_that_was_set(client, clock, course, circle, ada, grace, zone, day):
    early = datetime.combine(day - timedelta(days=9), time(10), tzinfo=ZoneInfo("UTC"))
    clock(early)
    member(circle, moved_to(ada, zone), at=early)
    client.force_login(grace)
    answer = client.post(
        reverse("groups:courses", args=[circle.uid]), {"course": str(course.translation_key), "due": day.isoformat()}
    )
    assert answer.status_code == 303

    said = f"{day.day} {day:%B}"
    pages = shown(client, ada, course, circle)
    assert [said in page or f"{day.day} {day:%b}" in page for page in pages] == [True] * len(pages)
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        assert not any(f"ue {other.day} {other:%b}" in page for page in pages)

    here = ZoneInfo(zone)
    for at in (time(0, 1), time(12), time(23, 58)):
        now = datetime.combine(day, at, tzinfo=here)
        clock(now)
        with timezone.override(here):
            line = home.home_of(ada).due[0]
            assert (line.chip_tone, line.chip) == ("streak", "Today")
        assert not queries.grid(circle).people[0].cells[0].is_late(now)
    clock(datetime.combine(day + timedelta(days=2), time(9), tzinfo=ZoneInfo("UTC")))
    with timezone.override(here):
        assert home.home_of(ada).due[0].chip == f"Late since {day.day} {day:%b}"
    with timezone.override("Asia/Kolkata"):
        (row,) = [row for row in numbers.table(queries.grid(circle)).rows if row.person.name == "Ada Nwosu"]
        assert row.cells[0].when == f"Late since {day.day} {day:%b}"


def test_a_due_day_before_one_came_is_not_ones_own(client, course, circle, ada, ben, grace):
    now = timezone.now()
    member(circle, ben, at=now - timedelta(days=9))
    assignments.assign(
        circle, course_key=course.translation_key, by=grace, due=now - timedelta(days=2), at=now - timedelta(days=8)
    )
    member(circle, ada)

    grid = queries.grid(circle)
    assert [row.person.name for row in needs_help.rows(grid) if "late" in row.why] == ["Ben Okafor", "Grace Tanaka"]
    cells = {row.person.name: row.cells[0] for row in numbers.table(grid).rows}
    assert (cells["Ada Nwosu"].when, cells["Ada Nwosu"].late) == ("Joined after it was due", False)
    assert home.home_of(ada).due == []
    client.force_login(ada)
    page = client.get(reverse("groups:courses", args=[circle.uid])).content.decode()
    assert "before you joined" in page

    later = now + timedelta(days=5)
    assignments.assign(circle, course_key=course.translation_key, by=grace, due=later)
    assert {grant.due for grant in Grant.objects.filter(enrolment__learner=ada)} == {later}
    assert len(home.home_of(ada).due) == 1


def test_a_due_day_stays_that_day_when_the_group_moves(course, circle, ada, grace):
    member(circle, ada)
    day = timezone.localdate() + timedelta(days=9)
    due = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(circle.time_zone))
    assignments.assign(circle, course_key=course.translation_key, by=grace, due=due)
    kept = {name: getattr(circle, name) for name in ("name", "purpose", "visibility")}
    groups.edit(circle, by=grace, managed=True, time_zone="Pacific/Auckland", **kept)

    circle.refresh_from_db()
    (assigned,) = queries.grid(circle).courses
    assert (assigned.due.date(), str(assigned.due.tzinfo)) == (day, "Pacific/Auckland")
    assert {(grant.due, grant.due_zone) for grant in Grant.objects.all()} == {(assigned.due, "Pacific/Auckland")}


def test_assigning_again_without_a_day_asks_what_is_meant(client, course, circle, ada, grace):
    day = timezone.localdate() + timedelta(days=9)
    door, said = reverse("groups:courses", args=[circle.uid]), {"course": str(course.translation_key)}
    client.force_login(grace)
    client.post(door, {**said, "due": day.isoformat()})

    answer = client.post(door, {**said, "due": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"This course is due {day.day} {day:%B}" in page
    assert 'name="no_day"' in page
    assert f'value="{day.isoformat()}"' in page
    assert circle.assignments.get().due is not None

    assert client.post(door, {**said, "due": day.isoformat()}).status_code == 303
    assert circle.assignments.get().due is not None
    assert client.post(door, {**said, "due": "", "no_day": "on"}).status_code == 303
    assert circle.assignments.get().due is None
