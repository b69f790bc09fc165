"""How long ago something was is counted in time that passed, not by what clocks said before and after a change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cohort.face.templatetags import face
from community import times

CHANGES = [  # the zone, and when its clocks were changed
    ("Europe/London", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 4, 4, 14, tzinfo=UTC)),
    ("Pacific/Auckland", datetime(2026, 9, 26, 14, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize(
    ("passed", "words"),
    [(timedelta(minutes=20), "20 min"), (timedelta(minutes=59), "59 min"), (timedelta(hours=23), "23 h")],
)
def test_what_passed_across_a_change_of_clocks_is_what_is_said(zone, change, passed, words, monkeypatch):
    now = change + timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with timezone.override(zone):
        assert times.ago(now - passed) == words
        assert times.ago(timezone.localtime(now - passed)) == words
        assert f">{words}<" in face.when(now - passed, "ago")


def test_a_day_of_this_week_is_named_and_an_older_one_dated(monkeypatch):
    now = datetime(2026, 10, 28, 12, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert [times.ago(now - timedelta(days=days)) for days in (1, 6, 7)] == ["Tue", "Thu", "21 October"]
