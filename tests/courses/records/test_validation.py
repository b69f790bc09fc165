"""What is no statement, and no JSON, is refused."""

import pytest

from courses.records.validation import Invalid, loads


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        "1e400",
        "NaN",
        "-Infinity",
        '"\\u0000"',
        '"\\ud800"',
        "[" * 100_000,
        b"\xff",
        "{",
        '{"a\\u0000":1}',
    ],
)
def test_json_that_would_be_changed_or_choked_on_is_refused(text):
    with pytest.raises(Invalid):
        loads(text)
