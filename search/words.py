"""What a word is: how text is cut, folded and stemmed. Pure; every index and every query is cut here and nowhere else.

Folding makes Kovářová and kovarova one word, stemming statistics and statistic. What stands without a space, as
p-value or Node.js, is its words and the one word that they make. Scripts without spaces are cut into signs and pairs of
signs. The engines store and compare what this module returns, and never see a person's raw text or query.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import snowballstemmer

LONGEST_WORD = 40
LONGEST_TEXT = 20_000  # characters of a text that are indexed
STEM = "≈"  # before a stem, so that the very word and another form of it are told apart; no text's word begins so
OPEN, CLOSE = "\ue000", "\ue001"  # around a match until it is escaped; the text itself never has them

_FORBIDDEN = re.compile("[\x00\ud800-\udfff\ue000\ue001]")
# Letters that Unicode does not take apart, and writings of one Arabic letter; the rest is no letter of its own.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": None, "ʼ": None, "ʻ": None}
)
_ARTICLE = re.compile("^[وفبكل]{0,2}(?:ال|(?<=ل)ل)(?=.{3})")  # “and”, “by”, “the” stand joined before an Arabic word
_stemmer = snowballstemmer.stemmer("english")


def _ranges(points: Iterable[int]) -> str:
    """Return the ascending `points` as ranges for a class of characters."""
    spans: list[list[int]] = []
    for point in points:
        if spans and point == spans[-1][1] + 1:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


# Thai to Burmese, Khmer, Tai scripts, kana, Bopomofo, Hangul, and Chinese signs stand without spaces, or nearly so.
_CLOSE_SCRIPTS = [
    *[(0x0E00, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0x3005, 0x3007)],
    *[(0x3031, 0x3035), (0x3040, 0x318F), (0x31A0, 0x31FF), (0xA960, 0xA97F), (0xAA60, 0xAADF), (0xD7B0, 0xD7FF)],
    (0xFF66, 0xFFDC),
]
_SIGNS = "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001aff0-\U0001b2ff\U00020000-\U0003fffd" + _ranges(
    point
    for first, last in _CLOSE_SCRIPTS
    for point in range(first, last + 1)
    if unicodedata.category(chr(point))[0] in "LMN"
)
_SIGN = re.compile(f"[{_SIGNS}]")
# Vowel signs, accents and points belong to the letter before them; so does what only says how letters join.
_MARKS = "\u00ad\u200b\u200d\u200e\u200f\u2060" + _ranges(
    point
    for point in range(0x300, 0x1F000)
    if unicodedata.category(chr(point))[0] == "M" and not _SIGN.match(chr(point))
)
_PICTURES = "\u2600-\u27bf\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_LETTER = rf"[^\W_{_SIGNS}]"
_WORD = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_JOINT = r"(?:[-‐‑‒–_.·‧'’‘\u200c]|(?<=\d),(?=\d))"
_PIECE = re.compile(
    rf"(?P<words>{_WORD}(?:{_JOINT}{_WORD}){{0,5}}(?:(?:\+\+?|\#)(?!\w))?)|(?P<signs>[{_SIGNS}]+)|[{_PICTURES}]"
)
_PART = re.compile(_WORD)
_NO_WORD = re.compile(rf"[^\w{_MARKS}{_SIGNS}{_PICTURES}]|_")


class Cut(NamedTuple):
    """A word as it is indexed, and where in the text it stands."""

    token: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a text without a space: its words, or its signs; `whole` is the one word that several make."""

    words: tuple[Cut, ...]
    whole: str = ""
    signs: bool = False
    number: bool = False  # of several parts, as 1,000 or 0.05
    marked: bool = False  # ends in a sign that makes it another word, as C++

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Return where its last word ends."""
        return self.words[-1].end

    @property
    def grams(self) -> list[Cut]:
        """Return the pairs of neighbouring signs."""
        return [Cut(one.token + other.token, one.start, other.end) for one, other in pairwise(self.words)]

    def tokens(self) -> Iterator[Cut]:
        """Yield every word under which it is found, stems too."""
        yield from self.words
        if self.signs:
            yield from self.grams
            return
        for word in self.words:
            if root := stem(word.token):
                yield Cut(STEM + root, word.start, word.end)
        if self.whole:
            yield Cut(self.whole, self.start, self.end)
            if root := stem(self.whole):
                yield Cut(STEM + root, self.start, self.end)


def clean(text: str) -> str:
    """Return `text` composed (NFC) and without what databases refuse or marks use."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def unaccented(text: str) -> str:
    """Return `text` without case and accents, every other sign as it stands: what names are compared and ordered by."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_LETTERS)
    return unicodedata.normalize("NFC", bare)


def fold(word: str) -> str:
    """Return `word` without case, accents and vowel points; nothing where it was made of those alone."""
    return word.lower() if word.isascii() else _without_accents(word)


@lru_cache(maxsize=65536)
def _without_accents(word: str) -> str:
    ignored = "\u00ad\u200b\u200d\u200e\u200f\u2060"
    return _NO_WORD.sub("", unaccented(word).translate(dict.fromkeys(map(ord, ignored))))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what the forms of a folded word share: its English stem, or without an Arabic article; "" for none."""
    if word.isascii():
        return _stemmer.stemWord(word) if len(word) > 2 and word.isalpha() else ""
    return _ARTICLE.sub("", word) if "ء" <= word[0] <= "ي" else ""


def pieces(text: str) -> Iterator[Piece]:
    """Yield what stands in `text` between spaces and stops, cut into words or signs."""
    for match in _PIECE.finditer(text):
        if piece := _piece(match):
            yield piece


def piece_at(text: str, position: int) -> Piece | None:
    """Return the piece that begins at `position`."""
    match = _PIECE.match(text, position)
    return _piece(match) if match else None


def index(text: str) -> str:
    """Return the distinct words, signs and stems of `text`, separated by spaces, for an engine to match."""
    return " ".join(dict.fromkeys(cut.token for piece in pieces(text[:LONGEST_TEXT]) for cut in piece.tokens()))


def is_spelt(token: str) -> bool:
    """Say whether `token` is a word that one may misspell: letters, of a script that is not matched sign by sign."""
    return len(token) > 1 and token.isalpha() and not _SIGN.match(token)


def _piece(match: re.Match[str]) -> Piece | None:
    written = match[0]
    if match["signs"]:
        signs = tuple(_signs(written, match.start()))
        return Piece(signs, signs=True) if signs else None
    if match["words"] is None or written.isalnum():
        folded = fold(written)[:LONGEST_WORD]
        return Piece((Cut(folded, match.start(), match.end()),)) if folded else None
    found = [(part, fold(part[0])) for part in _PART.finditer(match.string, match.start(), match.end())]
    words = tuple(Cut(word[:LONGEST_WORD], *part.span()) for part, word in found if word)
    if not words:
        return None
    tail = written[len(written.rstrip("+#")) :]
    if len(found) == 1 and not tail:
        return Piece(words)
    joints = [match.string[one.end() : other.start()] for (one, _), (other, _) in pairwise(found)]
    parts = [word for _part, word in found]
    whole = (_joined(parts, joints) + tail)[:LONGEST_WORD]
    return Piece(words, whole, number="".join(parts).isdecimal(), marked=bool(tail))


def _joined(parts: list[str], joints: list[str]) -> str:
    """Return the one word that `parts` make: pvalue, 1000 for 1,000 and 1.000, 0.05 for 0,05."""
    number = all(part.isdecimal() for part in parts)
    if number and len(parts[0]) <= 3 and parts[0] != "0" and all(len(part) == 3 for part in parts[1:]):
        return "".join(parts)
    joined = parts[0]
    for joint, part in zip(joints, parts[1:], strict=True):
        joined += "." + part if joint and joined[-1:].isdecimal() and part[:1].isdecimal() else part
    return joined


def _signs(written: str, start: int) -> Iterator[Cut]:
    """Yield each sign of a script without spaces; a mark that folds to nothing belongs to the sign before it."""
    last: Cut | None = None
    for position, sign in enumerate(written, start):
        if folded := fold(sign):
            if last:
                yield last
            last = Cut(folded, position, position + 1)
        elif last:
            last = last._replace(end=position + 1)
    if last:
        yield last
