"""What is a plain value of a statement and what is none."""

import pytest

from courses.records.values import is_media_type


@pytest.mark.parametrize(
    "value",
    [
        "text/html",
        "application/json; charset=UTF-8",
        "application/vnd.a+json;version=1\t; q=2",
        'text/plain; name="a; b \\" c"',
        'multipart/mixed; boundary="a b"',
    ],
)
def test_a_media_type_is_one_with_its_parameters(value):
    assert is_media_type(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "text",
        "text/plain\r\n",
        "text/plain;\r\nX-Other: 1;a=b",
        "text/plain\n;a=b",
        'text/plain; name="a\r\nX-Other: 1"',
        'text/plain; name="a\0b"',
        'text/plain; name="a\x7fb"',
        'text/plain; name="é"',
        'text/plain; name="a\\"',
        "text/plain; name=a b",
        None,
        7,
    ],
)
def test_what_would_end_a_header_or_is_no_text_of_one_is_no_media_type(value):
    assert not is_media_type(value)
