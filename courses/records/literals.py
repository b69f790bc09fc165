"""JSON read strictly and written again with every number's own literal. Pure.

orjson writes: its fragments keep "1.50e2" what it was, where the standard library makes it 150.0.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import orjson

from .words import Invalid

DEEPEST = 64  # objects and lists within each other
WIDEST = 2**53  # whole numbers up to this are written alike by everybody
_OPTIONS = orjson.OPT_PASSTHROUGH_SUBCLASS


class Decimal(float):
    """A number with a fraction or exponent, that remembers how it was written."""

    literal: str

    def __new__(cls, literal: str) -> "Decimal":
        number = super().__new__(cls, literal)
        if math.isinf(number):
            raise Invalid("a number is too large to be finite (4.2.4.2)")
        number.literal = literal
        return number


class Whole(int):
    """A whole number that others may not write alike: a large one, or minus zero."""

    literal: str

    def __new__(cls, literal: str) -> "Whole":
        number = super().__new__(cls, literal)
        number.literal = literal
        return number


def loads(text: str | bytes) -> Any:
    """Return the JSON in `text`.

    Raises `Invalid` for invalid UTF-8, NUL, lone surrogates, numbers not finite, a key that stands twice, and depth.
    """
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(
            decoded, object_pairs_hook=_unique, parse_constant=_not_finite, parse_float=Decimal, parse_int=_whole
        )
    except Invalid:
        raise
    except RecursionError as error:
        raise Invalid("nested too deeply (4.2.4.1)") from error
    except ValueError as error:
        raise Invalid(f"not JSON: {error} (4.1.5)") from error
    refuse_unstorable(value)
    return value


def dumps(value: Any) -> str:
    """Return `value` as JSON, each number as it was read."""
    return orjson.dumps(value, default=_written, option=_OPTIONS).decode()


def pretty(value: Any) -> str:
    """Return `value` as JSON on many lines, for reading."""
    return orjson.dumps(value, default=_written, option=_OPTIONS | orjson.OPT_INDENT_2).decode()


def canonical(value: Any) -> bytes:
    """Return the form in which two equal values are written alike: keys in order, 1.0 as 1."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS | orjson.OPT_SORT_KEYS)


def refuse_unstorable(value: Any) -> None:
    """Refuse what a database or a reader would change or choke on, anywhere in `value`; no recursion."""
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            _refuse_text(item)
        elif isinstance(item, float):
            if not math.isfinite(item):
                raise Invalid("a number is not finite (4.2.4.2)")
        elif isinstance(item, Mapping | list | tuple):
            if depth >= DEEPEST:
                raise Invalid(f"nested more than {DEEPEST} deep (4.2.4.1)")
            if isinstance(item, Mapping):
                waiting.extend((key, depth + 1) for key in item)
                item = item.values()
            waiting.extend((inner, depth + 1) for inner in item)


def _refuse_text(text: str) -> None:
    if "\0" in text:
        raise Invalid("a string contains NUL (4.2.4.1)")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Invalid("a string contains a lone surrogate (4.1.2)") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Invalid("a key appears twice in one object (4.2.1)")
    return members


def _whole(literal: str) -> int:
    number = int(literal)
    return number if -WIDEST < number < WIDEST and literal != "-0" else Whole(literal)


def _not_finite(literal: str) -> float:
    raise Invalid(f"{literal} is no JSON number (4.1.5)")


def _written(value: Any) -> Any:
    if isinstance(value, Decimal | Whole):
        return orjson.Fragment(value.literal)
    return _basic(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value.is_integer() and abs(value) < WIDEST else float(value)
    if isinstance(value, Whole):
        return int(value) if abs(value) < WIDEST else orjson.Fragment(str(int(value)))
    return _basic(value)


def _basic(value: Any) -> Any:
    """Return the plain value behind a subclass, such as a lazily translated or a safe string."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
