"""Text that people write, made fit to be read by others: nothing in it hides, and what names something can be seen.

Pure; what a form asks with it is in `writing.py`.
"""

import re
import unicodedata

MOST_MARKS = 8  # combining marks on one letter; more would climb over the lines around it

# Never drawn: soft hyphen, fillers, marks and overrides of direction, joiners of words, shorthand, tags.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OVERRIDING = re.compile("[\u202d\u202e]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# What a word processor copies for a bullet: a place in a font that nobody else has.
_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➤", "\uf0fc": "✓", "\uf076": "❖"})
_SPACES = re.compile("[\\s\u2800\u3000]+")
# Shape the sign before them: joiners, variation selectors, and the marks that are written onto a letter.
_SHAPING = re.compile("[\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NEVER_LAST = "\u200c\u200d"


def line(text: str) -> str:
    """Return `text` as one line without a sign that hides, "" where nothing of it can be seen."""
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    kept = _without_piles(_CONTROLS.sub("", _HIDDEN.sub("", spaced)))
    return _SPACES.sub(" ", kept).strip() if is_seen(kept) else ""


def prose(text: str) -> str:
    """Return `text` with one sign for each end of a line, "" where nothing of it can be seen."""
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = _CONTROLS.sub("", _OVERRIDING.sub("", ends)).translate(_BULLETS)
    return kept if is_seen(kept) else ""


def is_seen(text: str) -> bool:
    """Say whether there is a letter, a number, a symbol or a punctuation mark in `text` that can be seen."""
    return any(unicodedata.category(sign)[0] in "LNSP" for sign in _HIDDEN.sub("", text).replace("\u2800", ""))


def shortened(text: str, *, length: int) -> str:
    """Return the beginning of `text` on one line, at most `length` characters and whole signs."""
    plain = " ".join(_TURNING.sub("", text).split())
    if len(plain) <= length:
        return plain
    end = length - 1
    while end > length // 2 and _belongs_before(plain[end - 1], plain[end]):
        end -= 1
    return plain[:end].rstrip() + "…"


def sentence(text: str) -> str:
    """Return `text` with one mark at its end: a full stop where it has none of its own."""
    return text if text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。", "！", "？", "؟", "।")) else f"{text}."


def _without_piles(text: str) -> str:
    """Leave out what shapes or marks a sign where there is none before it, or too many are on it."""
    kept: list[str] = []
    marks = MOST_MARKS
    for sign in text:
        if _marks(sign):
            marks += 1
            if marks > MOST_MARKS:
                continue
        else:
            marks = MOST_MARKS if sign == " " else 0
        kept.append(sign)
    return "".join(kept).rstrip(_NEVER_LAST)


def _marks(sign: str) -> bool:
    return sign > "\u02ff" and (unicodedata.category(sign) in ("Mn", "Me") or bool(_SHAPING.match(sign)))


def _belongs_before(before: str, sign: str) -> bool:
    return before == "\u200d" or _marks(sign) or "\U0001f3fb" <= sign <= "\U0001f3ff"
