"""What a statement may be: xAPI 2.0 (IEEE 9274.1.1) and 1.0.3, member by member. Pure; sections are those of 2.0."""

import re
from typing import Any

from ..shapes import (
    Check,
    all_of,
    constant,
    each,
    instant,
    instant_of_1_0,
    iri,
    kind,
    language_map,
    mapping,
    shape,
    uuid,
)
from ..values import is_media_type, is_sha2, is_whole
from ..words import VOIDED, Invalid
from .actors import actor, authority
from .contexts import context_1, context_2, result
from .objects import thing, verb

MOST_NAMED = 500  # activities, agents, members, attachments and answers in one statement: each is looked up or kept
MOST_SAID = 10_000  # members of its objects, extensions aside, which are kept as they came


def check(statement: Any, *, version: str) -> None:
    """Raise `Invalid`, naming place and section, where `statement` breaks the rules of `version` (2.0.0 or 1.0.3).

    First where it names so much that looking at all of it would hold others up.
    """
    if count_named(statement) > MOST_NAMED:
        raise Invalid(f"statement: names more than {MOST_NAMED} things (RFC 9110, 15.5.1)")
    _STATEMENTS[version.startswith("1.")](statement, "statement")


def count_named(statement: Any) -> int:
    """Return how many things `statement` lists. Raises `Invalid` where it says more than can be looked through."""
    listed = said = 0
    waiting = [statement]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            listed += len(one)
            waiting += one if listed <= MOST_NAMED else []
        elif isinstance(one, dict):
            said += len(one)
            waiting += [value for name, value in one.items() if name != "extensions"]
        if said > MOST_SAID:
            raise Invalid(f"statement: says more than {MOST_SAID} things (RFC 9110, 15.5.1)")
    return listed


attachment = shape(
    "4.2.2.6",
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": kind(is_media_type, "no media type (4.2.2.6)"),
        "length": kind(is_whole, "no whole number of octets (4.2.2.6)"),
        "sha2": kind(is_sha2, "no SHA-2 (4.2.2.6)"),
        "fileUrl": iri,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)


def context_fits_object(value: Any, place: str) -> None:
    """Check that revision and platform are only said of an activity (4.2.2.5)."""
    if value["object"].get("objectType", "Activity") == "Activity":
        return
    for name in ("revision", "platform"):
        if name in value.get("context", {}):
            raise Invalid(f"{place}.context.{name}: only where the object is an activity (4.2.2.5)")


def voids_a_statement(value: Any, place: str) -> None:
    """Check that a voiding statement refers to a statement (4.2.5)."""
    if value["verb"]["id"] == VOIDED and value["object"].get("objectType") != "StatementRef":
        raise Invalid(f"{place}.object: a voiding statement refers to a statement (4.2.5)")


def _statement(context: Check, moment: Check) -> Check:
    said: dict[str, Check] = {
        "actor": actor,
        "verb": verb,
        "object": thing,
        "result": result,
        "context": context,
        "timestamp": moment,
        "attachments": each(attachment, "4.2.2.6"),
    }
    inner = all_of(
        shape(
            "4.2.2.3",
            {"objectType": constant("SubStatement", "4.2.2.3"), **said},
            required=("actor", "verb", "object"),
        ),
        context_fits_object,
        voids_a_statement,
    )

    def outer_thing(value: Any, place: str) -> None:
        is_inner = mapping(value, place, "4.2.2.3").get("objectType") == "SubStatement"
        (inner if is_inner else thing)(value, place)

    return all_of(
        shape(
            "4.2.2",
            {
                **said,
                "object": outer_thing,
                "id": uuid,
                "stored": moment,
                "authority": authority,
                "version": kind(lambda value: bool(_VERSION.fullmatch(str(value))), "unknown version (4.2.2)"),
            },
            required=("actor", "verb", "object"),
        ),
        context_fits_object,
        voids_a_statement,
    )


_VERSION = re.compile(r"1\.0(\.\d+)?|2\.0(\.\d+)?")
_STATEMENTS = {True: _statement(context_1, instant_of_1_0), False: _statement(context_2, instant)}
