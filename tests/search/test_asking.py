"""What a person may type, and what is sought for it. Pure."""

import pytest

from search.asking import All, Either, Query, Token
from search.spelling import slips


def sought(text: str) -> list[str]:
    return [term.word for term in Query.parse(text).terms]


@pytest.mark.parametrize(
    "typed,weighty",
    [
        ("why do averages mislead?", ["averages", "mislead"]),
        ("how many bins in a histogram", ["many", "bins", "histogram"]),
        ("what is the mean", ["mean"]),
        ("What's new", ["new"]),
        ("what is it", ["what", "is", "it"]),
        ("who", ["who"]),
        ("not will", ["not", "will"]),
    ],
)
def test_little_words_need_not_be_there_unless_there_is_nothing_else(typed, weighty):
    assert sought(typed) == weighty


@pytest.mark.parametrize(
    "typed,word",
    [
        ("p-value", "pvalue"),
        ("don't", "dont"),
        ("C++", "c++"),
        ("1,000", "1000"),
        ("0,05", "0.05"),
        ("node.js", "nodejs"),
        ("snake_case", "snakecase"),
    ],
)
def test_what_is_typed_in_one_piece_is_sought_in_one_piece_first(typed, word):
    (term,) = Query.parse(typed).terms
    assert term.first == ((Token(word),),)


@pytest.mark.parametrize("typed", ["C++", "C#", "1,000", "3.14"])
def test_pieces_whose_parts_say_nothing_are_not_sought_by_their_parts(typed):
    (term,) = Query.parse(typed).terms
    assert [way for way in term.ways if not {token.text for token in way} <= {term.word}] == []


def test_all_terms_but_one_are_had_by_what_lacks_any_one_of_them_and_by_nothing_else():
    for count in range(2, 8):
        terms = tuple(Query.parse(" ".join("bcdefgh"[:count])).terms)
        wanted = Query("", terms, spared=1).wanted
        names = [term.word for term in terms]

        assert had(wanted, names)
        assert all(had(wanted, [name for name in names if name != lacking]) for lacking in names)
        assert not any(had(wanted, names[:some]) for some in range(count - 1))


def had(wanted, names: list[str]) -> bool:
    match wanted:
        case Token():
            return wanted.stands_in(names)
        case All(of):
            return all(had(part, names) for part in of)
        case Either(of):
            return any(had(part, names) for part in of)


@pytest.mark.parametrize(
    "one,other,number",
    [
        ("average", "average", 0),
        ("averge", "average", 1),
        ("histogramm", "histogram", 1),
        ("statsitics", "statistics", 1),
        ("gallop", "gallup", 1),
        ("chloropleth", "choropleth", 1),
        ("confidnece", "confidence", 1),
        ("corelatoin", "correlation", 2),
        ("median", "modern", 3),
        ("a", "abcdef", 3),
    ],
)
def test_slips_are_counted_in_either_direction(one, other, number):
    assert slips(one, other, most=2) == slips(other, one, most=2) == number
