"""Where a page ends."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from community import cursors
from community.cursors import FIRST, Cursor

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("cursor", [FIRST, Cursor(NOON + timedelta(microseconds=1), uuid.uuid4())])
def test_a_cursor_says_again_what_was_written(cursor):
    assert cursors.read(cursors.write(cursor)) == cursor
