"""The building blocks of validation: each makes a check of one kind of value, or is one (xAPI 2.0, 4.2.7). Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from .values import is_instant, is_instant_of_1_0, is_iri, is_language, is_number, is_uuid
from .words import Invalid

Check = Callable[[Any, str], None]  # a value and its place; raises `Invalid`


def kind(test: Callable[[Any], bool], words: str) -> Check:
    """Return a check that refuses what fails `test`, saying `words`."""

    def check(value: Any, place: str) -> None:
        if not test(value):
            raise Invalid(f"{place}: {words}")

    return check


def shape(section: str, members: Mapping[str, Check], *, required: tuple[str, ...] = ()) -> Check:
    """Return a check of an object with `members` and no others, the `required` ones among them."""

    def check(value: Any, place: str) -> None:
        for name, member in mapping(value, place, section).items():
            if name not in members:
                raise Invalid(f"{place}.{name}: unknown ({section})")
            members[name](member, f"{place}.{name}")
        for name in required:
            if name not in value:
                raise Invalid(f"{place}.{name}: missing ({section})")

    return check


def all_of(*checks: Check) -> Check:
    """Return a check of a value that must pass each of `checks`."""

    def check(value: Any, place: str) -> None:
        for one in checks:
            one(value, place)

    return check


def each(check_item: Check, section: str) -> Check:
    """Return a check of a list of things that pass `check_item`."""

    def check(value: Any, place: str) -> None:
        if not isinstance(value, list):
            raise Invalid(f"{place}: no list ({section})")
        for number, item in enumerate(value):
            check_item(item, f"{place}[{number}]")

    return check


def constant(expected: str, section: str) -> Check:
    """Return a check of a value that can only be `expected`."""
    return kind(lambda value: value == expected, f'must be "{expected}" ({section})')


def mapping(value: Any, place: str, section: str) -> Mapping[str, Any]:
    """Return `value`, which must be an object."""
    if not isinstance(value, Mapping):
        raise Invalid(f"{place}: no object ({section})")
    return value


iri = kind(is_iri, "no IRI (4.2.7)")
uuid = kind(is_uuid, "no UUID (4.2.7)")
string = kind(lambda value: isinstance(value, str), "no string (4.2.7)")
boolean = kind(lambda value: isinstance(value, bool), "neither true nor false (4.2.2.4)")
number = kind(is_number, "no number (4.2.2.4)")
instant = kind(is_instant, "no RFC 3339 timestamp (4.2.7)")
instant_of_1_0 = kind(is_instant_of_1_0, "no RFC 3339 timestamp (4.2.7)")


def language_map(value: Any, place: str) -> None:
    """Check names by language tag (4.2.7)."""
    for tag, text in mapping(value, place, "4.2.7").items():
        if not is_language(tag):
            raise Invalid(f"{place}: {tag!r} is no language tag of RFC 5646 (4.2.7)")
        string(text, f"{place}.{tag}")


def extensions(value: Any, place: str) -> None:
    """Check that each key is an IRI; what stands below is free (4.2.7)."""
    for key in mapping(value, place, "4.2.7"):
        iri(key, place)
