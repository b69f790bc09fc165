"""Statements as a person may safely read them: nothing hidden in them works, nothing in them is endless.

What turns text around, joins it or cannot be seen is written as its escape; what is long is cut, with its size said.
"""

import unicodedata
from typing import Any

from django.utils.translation import gettext as _

from .. import literals

LONGEST = 1_000  # characters of one string
MOST = 100  # members of one list or object
WHOLE = 2_000  # values of one statement


def plain(text: str, *, longest: int = 200) -> str:
    """Return `text` on one line, cut after `longest` characters."""
    return _visible(_cut(text, longest)).replace("\n", "\\n").replace("\t", "\\t")


def pretty(text: str) -> str:
    """Return the JSON in `text` on many lines, its numbers as they were written."""
    left = [WHOLE]
    return _visible(literals.pretty(_shortened(literals.loads(text), left)))


def _shortened(value: Any, left: list[int]) -> Any:
    """Return `value` with what is long cut; `left` holds how many values may still be shown."""
    left[0] -= 1
    if isinstance(value, str):
        return _cut(value, LONGEST)
    if isinstance(value, dict):
        shown: dict[str, Any] = {}
        for name, inner in value.items():
            if len(shown) >= MOST or left[0] <= 0:
                return {**shown, "…": _more(len(value) - len(shown))}
            short = _cut(name, LONGEST)
            while short in shown:  # two long names that begin alike
                short += "′"
            shown[short] = _shortened(inner, left)
        return shown
    if isinstance(value, list):
        found: list[Any] = []
        for inner in value:
            if len(found) >= MOST or left[0] <= 0:
                return [*found, _more(len(value) - len(found))]
            found.append(_shortened(inner, left))
        return found
    return value


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[:longest] + _("… (%(length)s characters in all)") % {"length": len(text)}


def _more(count: int) -> str:
    return _("… %(count)s more") % {"count": count}


def _visible(text: str) -> str:
    """Return `text` with what cannot be seen, or turns the rest around, as its escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if _is_hidden(char) else char for char in text)


def _is_hidden(char: str) -> bool:
    return char != "\n" and (unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp") or char == "\u034f")


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
