"""Where a page ends."""

import base64

import pytest

from search import cursors


@pytest.mark.parametrize("position", [(0.5, 7), (-2.25, "course:é"), (1, "", "z"), (2**63 - 1,)])
def test_a_cursor_says_again_where_a_page_ended(position):
    assert cursors.read(cursors.write(*position)) == list(position)


def test_a_cursor_stands_in_a_url_as_it_is():
    assert cursors.write(1.5, "Ünïcode?&=/+").replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("word", ["", None, "x", "é", "W10", "bnVsbA", "e30", "=" * 9, "A" * 5000, "\0"])
def test_what_is_none_of_ours_is_the_beginning(word):
    assert cursors.read(word) == []


@pytest.mark.parametrize(
    "said",
    [
        "[true]",
        "[null]",
        "[[1]]",
        "[NaN]",
        "[1e999]",
        "[9223372036854775808]",
        r'["\u0000"]',
        r'["\ud800"]',
        "[" * 9000,
    ],
)
def test_what_no_database_keeps_is_the_beginning(said):
    assert cursors.read(base64.urlsafe_b64encode(said.encode()).decode()) == []
