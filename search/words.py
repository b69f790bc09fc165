"""What a word is: how text is cut, folded and stemmed, and how a match is shown. Pure; both databases rely on it.

Folding makes Kovářová and kovarova one word, stemming statistics and statistic. The engines store and compare
what this module returns and never see a person's raw query.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

LONGEST_QUERY = 200  # characters; the rest is cut off
MOST_WORDS = 12
LONGEST_WORD = 40
LONGEST_TEXT = 20_000  # characters of a text that are indexed
OPEN, CLOSE = "\ue000", "\ue001"  # around a match until it is escaped; the text itself never has them

# Scripts without spaces are matched sign by sign.
_SIGN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
_WORD = re.compile(rf"[^\W_{_SIGN}]+|[{_SIGN}]")
_JOINTS = {"", "-", "‐", "'", "’"}
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
)
_FORBIDDEN = re.compile("[\x00\ud800-\udfff\ue000\ue001]")
_stemmer = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Term:
    """One word asked for: as typed (folded), its stem, and whether its beginning is enough."""

    word: str
    stem: str
    prefix: bool

    def matches(self, word: str) -> bool:
        """Say whether the folded `word` of a text is one that this term finds."""
        return word == self.word or (self.prefix and word.startswith(self.word)) or stem(word) == self.stem


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks: the text as shown again, and the terms that must all be found."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> "Query":
        """Return the query in `text`; at most 200 characters and 12 words count, the last may be unfinished."""
        text = " ".join(clean(text[: LONGEST_QUERY * 2])[:LONGEST_QUERY].split())
        words = list(dict.fromkeys(fold(match[0])[:LONGEST_WORD] for match in _WORD.finditer(text)))[:MOST_WORDS]
        last = len(words) - 1
        return cls(text, tuple(Term(word, stem(word), place == last) for place, word in enumerate(words)))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def asks_for(self, text: str) -> bool:
        """Say whether every term is found in `text`; who asks nothing asks for everything."""
        told = [fold(match[0])[:LONGEST_WORD] for match in _WORD.finditer(text)]
        return all(any(term.matches(word) for word in told) for term in self.terms)


def clean(text: str) -> str:
    """Return `text` composed (NFC) and without what databases refuse or marks use."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def fold(word: str) -> str:
    """Return `word` without case and accents."""
    return word.lower() if word.isascii() else _without_accents(word)


@lru_cache(maxsize=65536)
def _without_accents(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the English stem of a folded word; other scripts stand as they are."""
    return _stemmer.stemWord(word) if word.isascii() else word


def index(text: str) -> str:
    """Return the distinct words and stems of `text`, separated by spaces, for a database to match."""
    found = dict.fromkeys(fold(match[0])[:LONGEST_WORD] for match in _WORD.finditer(text[:LONGEST_TEXT]))
    return " ".join(dict.fromkeys([*found, *(stem(word) for word in found)]))


def mark(text: str, query: Query) -> str:
    """Return `text` with every word that `query` finds between OPEN and CLOSE; p-value is marked as one."""
    spans: list[list[int]] = []
    for match in _matches(text, query):
        if spans and text[spans[-1][1] : match.start()] in _JOINTS:
            spans[-1][1] = match.end()
        else:
            spans.append([match.start(), match.end()])
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        parts += [text[end:start], OPEN, text[start:stop], CLOSE]
        end = stop
    return "".join([*parts, text[end:]])


def snippet(text: str, query: Query, *, length: int = 160) -> str:
    """Return about `length` characters around the first match in `text`, marked; its beginning without one."""
    text = text[:LONGEST_TEXT]
    first = next(_matches(text, query), None)
    start = 0 if first is None or len(text) <= length else _word_start(text, first.start() - length // 3)
    end = len(text) if start + length >= len(text) else _word_start(text, start + length)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{mark(cut, query)}{' …' if end < len(text) else ''}"


def _matches(text: str, query: Query) -> Iterator[re.Match[str]]:
    # Neither stemming nor a prefix changes a word's first letter; accents may.
    initials = "".join(sorted({term.word[0] for term in query.terms})) if text.isascii() else ""
    pattern = _beginning(initials) if initials.isascii() and initials else _WORD
    for match in pattern.finditer(text):
        word = fold(match[0])[:LONGEST_WORD]
        if any(term.matches(word) for term in query.terms):
            yield match


@lru_cache(maxsize=1024)
def _beginning(initials: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])[{initials}][^\W_]*", re.ASCII | re.IGNORECASE)


def _word_start(text: str, position: int) -> int:
    """Return where the word before `position` begins, looking back no further than 40 characters."""
    if position <= 0:
        return 0
    space = text.rfind(" ", max(0, position - LONGEST_WORD), position)
    if space < 0:
        return 0 if position <= LONGEST_WORD else position
    return space + 1
