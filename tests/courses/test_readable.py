"""Names and words that people write; pure."""

import pytest
from django.core.exceptions import ValidationError

from courses import readable
from courses.writing import Line, Prose

NOTHING = ["", " ", "\u200b", "\u2060", "\u00ad", "\u3164", "\u202e", "\u200d\u200c", "\ufe0f", "\u2800",
           "\u115f\u1160", "\u0301", "\ufeff \u200b", "\x00\x07", "\U000e0041", "\n\t",
           "\uffa0\u034f\u180e"]  # fmt: skip
AS_THEY_ARE = [
    "Ada", "Łukasz Żółć", "陳美玲", "فاطمة الزهراء", "שרה כהן", "พิมพ์ชนก", "প্রিয়া", "می\u200cخواهم", "क्\u200dष",
    "葛\U000e0100城市",
    "👩\u200d🔬 Ann", "❤️", "O’Brien-Smith", "{name}", "%(name)s", "<b>Bo</b>", "x" * 99, "???", "=1+1",
    "Nguyễn Thị Ánh",
]  # fmt: skip


@pytest.mark.parametrize("text", NOTHING)
def test_what_cannot_be_seen_is_nothing(text):
    assert readable.line(text) == ""
    assert not readable.is_seen(text)
    assert readable.prose(text) == ""


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_a_name_in_any_script_stays_as_it_is(text):
    assert readable.line(text) == text
    assert readable.prose(text) == text


@pytest.mark.parametrize(
    "text, kept",
    [
        ("Ada\u202e", "Ada"),
        ("\u202eadA", "adA"),
        ("A\u200bd\u00ada\u2069", "Ada"),
        ("  Ada\t \n Nwosu\u3000", "Ada Nwosu"),
        ("\u0301Ada", "Ada"),
        ("Z" + "\u0337" * 60, "Z" + "\u0337" * 8),
        ("Ada\u200d", "Ada"),
        ("e\u0301", "é"),
        ("A\u2800B", "A B"),
        ("A\x00B\ud800", "AB"),
    ],
)
def test_what_hides_or_turns_in_a_name_goes(text, kept):
    assert readable.line(text) == kept


def test_prose_keeps_its_lines_and_each_ends_by_one_sign():
    assert readable.prose("a\r\nb\rc\n\n\u2028d\u202e \u05d0\u200f") == "a\nb\nc\n\n\nd \u05d0\u200f"


def test_a_bound_counts_each_end_of_a_line_once():
    lines = "\r\n".join(["a" * 99] * 100)

    assert Prose(max_length=9999).clean(lines) == "\n".join(["a" * 99] * 100)
    assert len(Prose(max_length=9999).clean(lines)) == 9999


@pytest.mark.parametrize("field", [Line, Prose])
def test_what_is_required_can_be_seen(field):
    with pytest.raises(ValidationError) as refused:
        field().clean("\u200b")
    assert refused.value.code == "required"  # in whichever words
    assert field(required=False).clean("\u200b") == ""


def test_what_is_shortened_ends_between_two_signs():
    assert readable.shortened("a" * 30, length=20) == "a" * 19 + "…"
    assert readable.shortened("a👍🏽" * 10, length=9) == "a👍🏽a👍🏽a…"
    assert readable.shortened("one\ntwo", length=20) == "one two"


@pytest.mark.parametrize(
    "text, ended",
    [("Ada asks", "Ada asks."), ("When and where?", "When and where?"), ("“Why?”", "“Why?”"), ("Well…", "Well…"),
     ("いつ？", "いつ？"), ("a 3)", "a 3)."), ("x.", "x."), ("", ".")],
)  # fmt: skip
def test_a_sentence_ends_by_one_mark(text, ended):
    assert readable.sentence(text) == ended


def test_the_bullets_of_a_word_processor_are_seen_without_its_font():
    assert readable.prose("\uf0b7 milk\n\uf0a7 bread") == "• milk\n▪ bread"
