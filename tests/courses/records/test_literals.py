"""JSON is read strictly, and written again as it was."""

import pytest

from courses.records.literals import canonical, dumps, loads
from courses.records.words import Invalid


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
        "[" * 70 + "]" * 70,
        "1" * 5000,
        b"\xff",
        "{",
        '{"a\\u0000":1}',
    ],
)
def test_json_that_would_be_changed_or_choked_on_is_refused(text):
    with pytest.raises(Invalid):
        loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "1.50e2",
        "-0",
        "0.1000",
        "1E-400",
        "123456789012345678901234567890",
        '{"a":[1.0,{"b":-0.0}]}',
        '{"é":"\\\\ \\" 𝄞"}',
        "true",
        "null",
    ],
)
def test_what_was_read_is_written_literally(text):
    assert dumps(loads(text)) == text


def test_equal_values_have_one_canonical_form():
    assert canonical(loads('{"b":1.0,"a":[1e2]}')) == canonical(loads('{"a":[100],"b":1}'))
    assert canonical(loads("1.5")) != canonical(loads("1.25"))
