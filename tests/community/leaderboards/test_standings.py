"""Standings from a ledger alone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from community.leaderboards.standings import Tally, days_of, standing, week_of

LONDON, AUCKLAND = ZoneInfo("Europe/London"), ZoneInfo("Pacific/Auckland")
JOINED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    at: datetime
    points: int = 10
    reversed_by_id: int | None = None


def test_all_time_and_each_week_are_counted():
    ledger = [Line(datetime(2026, 2, 10, 12, tzinfo=UTC)), Line(datetime(2026, 2, 17, 12, tzinfo=UTC), 20)]
    assert standing(ledger, joined=JOINED, zone=LONDON) == {
        "all": Tally(30, 2),
        "2026-W07": Tally(10, 1),
        "2026-W08": Tally(20, 1),
    }


def test_what_is_older_than_joining_or_taken_back_does_not_count():
    ledger = [Line(datetime(2025, 12, 31, 23, tzinfo=UTC)), Line(datetime(2026, 2, 1, tzinfo=UTC), reversed_by_id=7)]
    assert standing(ledger, joined=JOINED, zone=LONDON) == {}


@pytest.mark.parametrize(("zone", "week"), [(LONDON, "2026-W07"), (AUCKLAND, "2026-W08")], ids=["London", "Auckland"])
def test_the_week_is_that_of_the_groups_zone(zone, week):
    assert week_of(datetime(2026, 2, 15, 20, tzinfo=UTC), zone) == week


@pytest.mark.parametrize(
    ("day", "week"),
    [((2027, 1, 1), "2026-W53"), ((2024, 12, 30), "2025-W01"), ((2026, 1, 1), "2026-W01")],
)
def test_weeks_at_the_turn_of_a_year_are_those_of_the_standard(day, week):
    assert week_of(datetime(*day, 12, tzinfo=UTC), LONDON) == week


def test_the_days_of_a_week():
    assert days_of("2026-W07") == (date(2026, 2, 9), date(2026, 2, 15))
