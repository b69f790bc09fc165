"""What a person asks: the words typed, each with the ways in which a thing may hold it. Pure.

A way is one or more tokens that all must stand in a thing. The first ways of a term are the very word, or what was
typed in one piece; what is found by them stands before what is found by the others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from . import words
from .abbreviations import MEANT
from .words import STEM, Piece

LONGEST_QUERY = 200  # characters; the rest is cut off
MOST_WORDS = 12
MOST_PAIRS = 16  # of signs, in one piece
_RUNS = re.compile(r"\d+|\D+")  # of letters and of digits, as in ward7
# Words that a question has and a text need not have. What carries meaning in either stays out: not, no, will, more.
LITTLE = frozenset(
    re.findall(
        r"\S+",
        """
        a about am an and any are as at be been by can could did do does doing for from had has have how i if in into
        is it its may me mine my of on or our please shall should so than that the their them there these they this
        those to us was we were what when where which who whose why with would you your
        whats wheres whos hows ive im
        """,
    )
)


class Token(NamedTuple):
    """A word of the index, or with `prefix` every word that begins so."""

    text: str
    prefix: bool = False

    def stands_in(self, tokens: Iterable[str]) -> bool:
        """Say whether one of `tokens` is found by it."""
        return any(token.startswith(self.text) if self.prefix else token == self.text for token in tokens)


class All(NamedTuple):
    """What has each of several things."""

    of: "tuple[Expression, ...]"


class Either(NamedTuple):
    """What has one of several things."""

    of: "tuple[Expression, ...]"


Expression = Token | All | Either
Way = tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: as typed (folded), the ways of the very word, and the others."""

    word: str
    first: tuple[Way, ...]
    other: tuple[Way, ...] = ()
    parts: tuple[Way, ...] = ()  # each by itself: only where nothing is found otherwise

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return every way, the best first, once."""
        return tuple(dict.fromkeys([*self.first, *self.other]))


@dataclass(frozen=True, slots=True)
class Query:
    """The text as shown again, and the terms of which all but `spared` must be found."""

    text: str
    terms: tuple[Term, ...]
    spared: int = 0

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Return the query in `text`; at most 200 characters and 12 words count, the last may be unfinished."""
        text = " ".join(words.clean(text[: LONGEST_QUERY * 2])[:LONGEST_QUERY].split())
        pieces = list(words.pieces(text))
        weighty = [piece for piece in pieces if not _is_little(piece)] or pieces
        terms = {term.word: term for term in (_term(piece, unfinished=piece is pieces[-1]) for piece in weighty)}
        return cls(text, tuple(terms.values())[:MOST_WORDS])

    def __bool__(self) -> bool:
        return bool(self.terms)

    def asks_for(self, text: str) -> bool:
        """Say whether every term is found in `text`; who asks nothing asks for everything."""
        told = words.index(words.clean(text)).split()
        return all(any(all(token.stands_in(told) for token in way) for way in term.ways) for term in self.terms)

    @property
    def wanted(self) -> Expression:
        """Return what a thing must have to be found."""
        terms = [Either(tuple(All(way) for way in term.ways)) for term in self.terms]
        return _all_but_one(terms) if self.spared and len(terms) > 1 else All(tuple(terms))

    @property
    def wanted_first(self) -> Expression:
        """Return what a thing has that stands before the others: every very word."""
        return All(tuple(Either(tuple(All(way) for way in term.first)) for term in self.terms))

    def tokens(self) -> Iterator[Token]:
        """Yield every token by which something may be found."""
        for term in self.terms:
            for way in term.ways:
                yield from way


def forms(word: str) -> tuple[Way, ...]:
    """Return the ways in which a folded word is found: itself, and whatever shares its stem."""
    root = words.stem(word)
    return ((Token(word),), (Token(STEM + root),)) if root else ((Token(word),),)


def _all_but_one(terms: Sequence[Expression]) -> Expression:
    """Return what has all `terms` but one: halved again and again, so that each is named a few times only."""
    middle = len(terms) // 2
    sides = [terms[:middle], terms[middle:]]
    ways: list[Expression] = []
    for whole, other in (sides, sides[::-1]):
        lacking = (_all_but_one(other),) if len(other) > 1 else ()
        ways.append(All((*whole, *lacking)))
    return Either(tuple(ways))


def _is_little(piece: Piece) -> bool:
    return (piece.whole or piece.words[0].token) in LITTLE


def _term(piece: Piece, *, unfinished: bool) -> Term:
    if piece.signs:
        return _signs(piece)
    word = piece.whole or piece.words[0].token
    first, *other = forms(word)
    if unfinished and not piece.number and not piece.marked:
        other.append((Token(word, prefix=True),))
    other += [_together(meant) for meant in MEANT.get(word, ())]
    parts = (_together(" ".join(cut.token for cut in piece.words)),) if piece.whole else ()
    if parts and not piece.number and max(len(cut.token) for cut in piece.words) > 2:
        other += parts
    if not piece.whole and len(runs := _RUNS.findall(word)) > 1:
        parts = (_together(" ".join(runs)),)
    return Term(word, (first,), tuple(other), parts)


def _signs(piece: Piece) -> Term:
    grams = dict.fromkeys(cut.token for cut in piece.grams[:MOST_PAIRS] or piece.words)
    return Term("".join(cut.token for cut in piece.words), (tuple(Token(gram) for gram in grams),))


def _together(text: str) -> Way:
    """Return the way of a thing that has every word of `text`, in whatever form; little words need not be there."""
    found = text.split()
    weighty = [word for word in found if word not in LITTLE] or found
    return tuple(forms(word)[-1][0] for word in weighty)
