"""A due date is one day everywhere, and nobody is late on it, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from courses.access import days

ZONES = ["Pacific/Auckland", "Asia/Kolkata", "Pacific/Honolulu", "Europe/London", "America/New_York", "Asia/Beirut"]
# Both changes of the clocks of London, of New York, of Beirut (at midnight) and of Auckland, and a day without any.
DAYS = [
    date(2026, 12, 3), date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25), date(2026, 3, 8),
    date(2026, 11, 1), date(2026, 4, 5), date(2026, 9, 26), date(2026, 9, 27), date(2026, 12, 31),
]  # fmt: skip


@pytest.mark.parametrize("set_in", ZONES)
@pytest.mark.parametrize("where", ZONES)
@pytest.mark.parametrize("day", DAYS)
def test_nobody_is_late_on_the_day_that_was_set_and_everybody_is_the_day_after(set_in, where, day):
    stored = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(set_in)).astimezone(UTC)
    due, here = days.set_in(stored, set_in), ZoneInfo(where)

    assert due.date() == day
    for hour in range(-30, 60):
        now = datetime.combine(day, time.min, tzinfo=UTC) + timedelta(hours=hour, minutes=30)
        over = now.astimezone(here).date() > day and now.astimezone(ZoneInfo(set_in)).date() > day
        assert days.is_late(due, now=now, where=here) is over


def test_a_day_stays_that_day_in_another_zone():
    due = datetime(2026, 12, 3, 23, 59, 59, tzinfo=ZoneInfo("Europe/London"))

    moved = days.moved(due, "Pacific/Auckland")
    assert (moved.date(), days.zone_of(moved)) == (date(2026, 12, 3), "Pacific/Auckland")
    assert days.set_in(None, "Europe/London") is None
    assert days.zone_of(datetime(2026, 12, 3, tzinfo=UTC)) == ""
