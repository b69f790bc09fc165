import time

import pytest

from search import marking, words
from search.asking import Query, Token
from search.words import CLOSE, OPEN

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


@pytest.mark.parametrize(
    "written,there",
    [
        ("हिन्दी में सांख्यिकी", {"हिनदी", "में", "सांखयिकी"}),
        ("مُقدِّمة في الإحصاء", {"مقدمه", "الاحصاء", "≈احصاء"}),
        ("والوسيط", {"والوسيط", "≈وسيط"}),
        ("שָׁלוֹם", {"שלום"}),
        ("통계", {"통", "계", "통계"}),
        ("ﾃﾞｰﾀ データ", {"テー", "ータ"}),
        ("ค่าเฉลี่ย", {"คา", "เฉ", "ลี"}),
        ("C++, C# and F#", {"c++", "c#", "f#"}),
        ("1,000,000 and 1.500", {"1000000", "1500", "1", "000"}),
        ("0,05 or 3.14", {"0.05", "3.14"}),
        ("Node.js v2.1.3", {"node", "js", "nodejs", "v2.1.3"}),
        ("don’t, O'Brien", {"dont", "obrien", "o", "brien"}),
        ("co-operate, e‑mail, intel·ligència", {"cooperate", "email", "intelligencia"}),
        ("x² and H₂O", {"x2", "h2o"}),
        ("soft­ware", {"software"}),
        ("می‌روم", {"ميروم"}),
        ("Hawaiʻi ﬁne Ｆ１", {"hawaii", "fine", "f1"}),
        ("a chart 📊", {"📊"}),
    ],
)
def test_every_script_is_cut_into_words_that_people_type(written, there):
    assert there <= set(words.index(words.clean(written)).split())


@pytest.mark.parametrize("sign", ["ﾞ", "ﾟ", "゙", "゚", "́", "่", "ً", "ʼ", "ـ", "‍"])
def test_a_mark_that_folds_to_nothing_is_no_word(sign):
    for text in (sign, sign * 5, f"- {sign} -"):
        assert not words.index(words.clean(text))
        assert not Query.parse(text)


def test_no_word_of_an_index_breaks_an_engine():
    everything = "".join(map(chr, range(0x110000 // 8)))
    for token in words.index(words.clean(everything)).split():
        assert not set(token) & set("'\"\\:&|!()*<> \t\n")
        assert len(token) <= words.LONGEST_WORD + 1


def test_index_has_each_word_and_stem_once():
    assert words.index("Learning statistics, learning p-values").split() == [
        *["learning", "≈learn", "statistics", "≈statist"],
        *["p", "values", "≈valu", "pvalues", "≈pvalu"],
    ]


def test_scripts_without_spaces_are_indexed_by_signs_and_pairs_of_them():
    assert words.index("陳美玲 teaches") == "陳 美 玲 陳美 美玲 teaches ≈teach"


def test_composed_and_decomposed_text_are_the_same_words():
    assert words.index(words.clean("Kova\u0301r\u030cova\u0301")) == words.index(words.clean("Kovářová"))


def test_only_the_last_word_may_be_unfinished():
    learned, statisti = Query.parse("Learned statisti").terms
    assert learned.ways == ((Token("learned"),), (Token("≈learn"),))
    assert statisti.ways == ((Token("statisti"),), (Token("≈statisti"),), (Token("statisti", prefix=True),))


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
    assert marking.mark(text, Query.parse(query)).translate(MARKS) == marked


def test_a_snippet_shows_the_first_match_with_its_surroundings():
    text = f"{'before ' * 40}the median holds {'after ' * 40}"
    shown = marking.snippet(text, Query.parse("median"), length=60).translate(MARKS)
    assert shown == "… before before before the [median] holds after after after …"


def test_a_snippet_without_match_is_the_beginning():
    assert marking.snippet("one two three", Query.parse("zebra"), length=160) == "one two three"


@pytest.mark.parametrize("sign", ["a", "é", "-", "\u0301", "陳", "a ", '"', OPEN, "(("])
def test_hostile_text_costs_at_most_ten_times_plain_text(sign):
    plain = "the quick brown fox jumps over a lazy dog " * 500

    def cost(text: str) -> float:
        times = []
        for _try in range(5):
            began = time.process_time()
            query = Query.parse(text)
            words.index(words.clean(text))
            marking.snippet(words.clean(text), query)
            times.append(time.process_time() - began)
        return min(times)

    assert cost((sign * 20_000)[:20_000]) < 10 * cost(plain) + 0.01
