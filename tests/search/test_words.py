import time

import pytest

from search import words
from search.words import CLOSE, OPEN, Query

MARKS = str.maketrans({OPEN: "[", CLOSE: "]"})


@pytest.mark.parametrize(
    "written,folded",
    [
        ("Kovářová", "kovarova"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("İstanbul", "istanbul"),
        ("ISLAND", "island"),
        ("陳", "陳"),
        ("Пётр", "петр"),
    ],
)
def test_folding_removes_case_and_accents(written, folded):
    assert words.fold(words.clean(written)) == folded


def test_index_has_each_word_and_stem_once():
    assert words.index("Learning statistics, learning p-values") == ("learning statistics p values learn statist valu")


def test_scripts_without_spaces_are_indexed_sign_by_sign():
    assert words.index("陳美玲 teaches") == "陳 美 玲 teaches teach"


def test_composed_and_decomposed_text_are_the_same_words():
    assert words.index(words.clean("Kova\u0301r\u030cova\u0301")) == words.index(words.clean("Kovářová"))


def test_only_the_last_word_may_be_unfinished():
    assert [(term.word, term.stem, term.prefix) for term in Query.parse("Learned statisti").terms] == [
        ("learned", "learn", False),
        ("statisti", "statisti", True),
    ]


def test_a_query_is_bounded():
    query = Query.parse(" ".join(f"{'x' * 60}{number}" for number in range(1000)))
    assert len(query.text) <= 200
    assert len(Query.parse(" ".join("abcdefghijklmnopqrstuvwxyz")).terms) == 12
    assert max(len(term.word) for term in query.terms) == 40


@pytest.mark.parametrize("text", ["", "   ", "\x00", "***", "!?", "\ud800", OPEN + CLOSE])
def test_a_query_without_words_is_empty(text):
    assert not Query.parse(text)


@pytest.mark.parametrize(
    "text,query,marked",
    [
        ("What a p-value says", "p-value", "What a [p-value] says"),
        ("Learned by learning", "learn", "[Learned] by [learning]"),
        ("Jana Kovářová", "kovarova", "Jana [Kovářová]"),
        ("Statistics", "stati", "[Statistics]"),
        ("stationary state", "state", "stationary [state]"),
        ("<b>bold</b>", "bold", "<b>[bold]</b>"),
        ("x_bold BOLD2 bold", "bold", "x_[bold] [BOLD2] [bold]"),
        ("Ærø and aero", "aero", "[Ærø] and [aero]"),
    ],
)
def test_matches_are_marked_in_the_text_as_written(text, query, marked):
    assert words.mark(text, Query.parse(query)).translate(MARKS) == marked


def test_a_snippet_shows_the_first_match_with_its_surroundings():
    text = f"{'before ' * 40}the median holds {'after ' * 40}"
    shown = words.snippet(text, Query.parse("median"), length=60).translate(MARKS)
    assert shown == "… before before before the [median] holds after after after …"


def test_a_snippet_without_match_is_the_beginning():
    assert words.snippet("one two three", Query.parse("zebra"), length=160) == "one two three"


@pytest.mark.parametrize("sign", ["a", "é", "-", "\u0301", "陳", "a ", '"', OPEN, "(("])
def test_hostile_text_costs_at_most_ten_times_plain_text(sign):
    plain = "the quick brown fox jumps over a lazy dog " * 500

    def cost(text: str) -> float:
        times = []
        for _try in range(5):
            began = time.process_time()
            query = Query.parse(text)
            words.index(words.clean(text))
            words.snippet(words.clean(text), query)
            times.append(time.process_time() - began)
        return min(times)

    assert cost((sign * 20_000)[:20_000]) < 10 * cost(plain) + 0.01
