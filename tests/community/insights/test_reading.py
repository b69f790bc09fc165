"""What the numbers say, from cells alone."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from community.insights import reading
from community.insights.reading import Cell, Share

NOW = datetime(2026, 2, 11, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 2, 9, tzinfo=UTC)


def cell(**fields):
    return Cell(**{"course_key": uuid.uuid4(), "done": 1, "total": 3, "known": True, **fields})


def test_late_is_due_and_not_finished():
    assert cell(due=NOW - DAY).is_late(NOW)
    assert not cell(due=NOW + DAY).is_late(NOW)
    assert not cell(due=NOW - DAY, finished_at=NOW).is_late(NOW)
    assert not cell().is_late(NOW)


def test_of_who_only_shares_by_name_lateness_is_not_known():
    shared = cell(due=NOW - DAY, known=False, last_at=NOW - 30 * DAY)
    assert reading.need_of([shared], NOW) is None
    assert reading.on_time([[shared]], now=NOW) == Share(0, 0)


def test_help_is_needed_when_late_stalled_or_failing():
    failed = ((uuid.uuid4(), 2),)
    assert reading.need_of([cell(due=NOW - DAY)], NOW).late
    assert reading.need_of([cell(last_at=NOW - 14 * DAY)], NOW).stalled
    assert reading.need_of([cell(failed=failed)], NOW).failing
    assert reading.need_of([cell(failed=((uuid.uuid4(), 1),), last_at=NOW - 13 * DAY)], NOW) is None
    assert reading.need_of([cell(finished_at=NOW, failed=failed, last_at=NOW - 40 * DAY)], NOW) is None


def test_numbers_have_their_denominators():
    rows = [
        [cell(last_at=NOW, due=NOW - DAY, finished_at=NOW - 2 * DAY)],
        [cell(last_at=NOW - 5 * DAY, due=NOW - DAY, finished_at=NOW)],
        [cell(due=NOW + DAY)],
    ]
    assert reading.active(rows, since=MONDAY) == Share(1, 3)
    assert reading.on_time(rows, now=NOW) == Share(1, 2)
    assert reading.finished(rows) == Share(2, 3)


@pytest.mark.parametrize("what", ["active", "ontime", "finished", "late"])
def test_the_rows_behind_a_number_are_those_it_counts(what):
    rows = [
        [cell(last_at=NOW, due=NOW - DAY, finished_at=NOW - 2 * DAY)],
        [cell(last_at=NOW - 5 * DAY, due=NOW - DAY)],
        [cell(due=NOW + DAY)],
    ]
    behind = [row for row in rows if reading.shows(row, what, now=NOW, since=MONDAY)]
    assert len(behind) == 1
