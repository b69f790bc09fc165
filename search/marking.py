"""How a match is shown: what a query found in a text, between OPEN and CLOSE until it is escaped. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from .asking import Query
from .words import CLOSE, LONGEST_TEXT, LONGEST_WORD, OPEN, STEM, Piece, piece_at, pieces

_JOINTS = {"", "-", "‐", "‑", "'", "’", ".", ",", "·"}


def mark(text: str, query: Query) -> str:
    """Return `text` with every word that `query` finds between OPEN and CLOSE; p-value is marked as one."""
    spans: list[list[int]] = []
    for start, stop in _matches(text, query):
        if spans and (start <= spans[-1][1] or text[spans[-1][1] : start] in _JOINTS):
            spans[-1][1] = max(stop, spans[-1][1])
        else:
            spans.append([start, stop])
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        parts += [text[end:start], OPEN, text[start:stop], CLOSE]
        end = stop
    return "".join([*parts, text[end:]])


def snippet(text: str, query: Query, *, length: int = 160) -> str:
    """Return about `length` characters around the first match in `text`, marked; its beginning without one."""
    text = text[:LONGEST_TEXT]
    first, _end = next(_matches(text, query), (None, None))
    start = 0 if first is None or len(text) <= length else _word_start(text, first - length // 3)
    end = len(text) if start + length >= len(text) else _word_start(text, start + length)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{mark(cut, query)}{' …' if end < len(text) else ''}"


def _matches(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Yield where `query` finds something in `text`, from left to right."""
    exact, prefixes, initials = _wanted(query)
    for piece in _candidates(text, initials):
        found = [(cut.start, cut.end) for cut in piece.tokens() if cut.token in exact or cut.token.startswith(prefixes)]
        yield from sorted(found)


@lru_cache(maxsize=64)
def _wanted(query: Query) -> tuple[frozenset[str], tuple[str, ...], str]:
    """Return the tokens that `query` finds, the beginnings that it finds, and the first letters of either."""
    tokens = set(query.tokens())
    initials = {token.text.removeprefix(STEM)[0] for token in tokens}
    return (
        frozenset(token.text for token in tokens if not token.prefix),
        tuple(sorted(token.text for token in tokens if token.prefix)),
        "".join(sorted(initials)),
    )


def _candidates(text: str, initials: str) -> Iterator[Piece]:
    """Yield the pieces of `text` that may be found: neither a stem nor a beginning changes the first letter."""
    if not text.isascii():  # but folding may
        yield from pieces(text)
        return
    plain = "".join(letter for letter in initials if letter.isascii())
    beginning = _beginning(plain) if plain else None
    position = 0
    while beginning and (match := beginning.search(text, position)):
        piece = piece_at(text, match.start())
        position = piece.end if piece else match.end()
        if piece:
            yield piece


@lru_cache(maxsize=1024)
def _beginning(initials: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])[{re.escape(initials)}]", re.ASCII | re.IGNORECASE)


def _word_start(text: str, position: int) -> int:
    """Return where the word before `position` begins, looking back no further than 40 characters."""
    if position <= 0:
        return 0
    space = text.rfind(" ", max(0, position - LONGEST_WORD), position)
    if space < 0:
        return 0 if position <= LONGEST_WORD else position
    return space + 1
