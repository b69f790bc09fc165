"""What a statement may be: xAPI 2.0 (IEEE 9274.1.1) and 1.0.3, member by member. Pure; sections are those of 2.0."""

import re
from typing import Any

from .shapes import (
    Check,
    all_of,
    boolean,
    constant,
    each,
    extensions,
    instant,
    iri,
    kind,
    language_map,
    mapping,
    number,
    shape,
    string,
    uuid,
)
from .values import is_duration, is_email, is_language, is_media_type, is_sha1, is_sha2, is_whole
from .words import IDENTIFIERS, VOIDED, Invalid

# Which list of components goes with which type of interaction (4.2.2.3).
COMPONENTS = {
    "choice": {"choices"},
    "sequencing": {"choices"},
    "likert": {"scale"},
    "matching": {"source", "target"},
    "performance": {"steps"},
    "true-false": set(),
    "fill-in": set(),
    "long-fill-in": set(),
    "numeric": set(),
    "other": set(),
}


def check(statement: Any, *, version: str) -> None:
    """Raise `Invalid`, naming place and section, where `statement` breaks the rules of `version` (2.0.0 or 1.0.3)."""
    _STATEMENTS[version.startswith("1.")](statement, "statement")


# Actors (4.2.2.1).


def one_identifier(value: Any, place: str) -> None:
    """Check that an agent has exactly one identifier."""
    if sum(name in value for name in IDENTIFIERS) != 1:
        raise Invalid(f"{place}: exactly one of {', '.join(IDENTIFIERS)} (4.2.2.1)")


def members_or_identifier(value: Any, place: str) -> None:
    """Check that a group has one identifier, or is anonymous and lists its members."""
    if any(name in value for name in IDENTIFIERS):
        one_identifier(value, place)
    elif "member" not in value:
        raise Invalid(f"{place}.member: an anonymous group lists its members (4.2.2.1)")


_IDENTIFIED: dict[str, Check] = {
    "name": string,
    "mbox": kind(is_email, 'no "mailto:" address (4.2.2.1)'),
    "mbox_sha1sum": kind(is_sha1, "no SHA-1 (4.2.2.1)"),
    "openid": iri,
    "account": shape("4.2.2.1", {"homePage": iri, "name": string}, required=("homePage", "name")),
}
agent = all_of(shape("4.2.2.1", {"objectType": constant("Agent", "4.2.2.1"), **_IDENTIFIED}), one_identifier)
group = all_of(
    shape(
        "4.2.2.1",
        {"objectType": constant("Group", "4.2.2.1"), "member": each(agent, "4.2.2.1"), **_IDENTIFIED},
        required=("objectType",),
    ),
    members_or_identifier,
)


def actor(value: Any, place: str) -> None:
    """Check an agent or a group."""
    is_group = mapping(value, place, "4.2.2.1").get("objectType") == "Group"
    (group if is_group else agent)(value, place)


def authority(value: Any, place: str) -> None:
    """Check an agent, or the anonymous group of an application and its user (4.2.2.6)."""
    actor(value, place)
    if value.get("objectType") == "Group" and (
        any(name in value for name in IDENTIFIERS) or len(value.get("member", [])) != 2
    ):
        raise Invalid(f"{place}: as a group, two agents without an identifier (4.2.2.6)")


# Verb and objects (4.2.2.2, 4.2.2.3).

verb = shape("4.2.2.2", {"id": iri, "display": language_map}, required=("id",))
reference = shape(
    "4.2.2.3", {"objectType": constant("StatementRef", "4.2.2.3"), "id": uuid}, required=("objectType", "id")
)
component = shape("4.2.2.3", {"id": string, "description": language_map}, required=("id",))


def components(value: Any, place: str) -> None:
    """Check a list of interaction components, each id once."""
    each(component, "4.2.2.3")(value, place)
    if len({item["id"] for item in value}) < len(value):
        raise Invalid(f"{place}: an id appears twice (4.2.2.3)")


def fitting_components(value: Any, place: str) -> None:
    """Check that an activity's interaction has a type, and only the lists of that type."""
    lists = {name for names in COMPONENTS.values() for name in names} & value.keys()
    if "interactionType" not in value and (lists or "correctResponsesPattern" in value):
        raise Invalid(f"{place}.interactionType: missing (4.2.2.3)")
    for name in lists - COMPONENTS.get(value.get("interactionType", ""), set()):
        raise Invalid(f"{place}.{name}: not with this interactionType (4.2.2.3)")


definition = all_of(
    shape(
        "4.2.2.3",
        {
            "name": language_map,
            "description": language_map,
            "type": iri,
            "moreInfo": iri,
            "extensions": extensions,
            "interactionType": kind(lambda value: isinstance(value, str) and value in COMPONENTS, "unknown (4.2.2.3)"),
            "correctResponsesPattern": each(string, "4.2.2.3"),
            **dict.fromkeys(("choices", "scale", "source", "target", "steps"), components),
        },
    ),
    fitting_components,
)
activity = shape(
    "4.2.2.3", {"objectType": constant("Activity", "4.2.2.3"), "id": iri, "definition": definition}, required=("id",)
)


def thing(value: Any, place: str) -> None:
    """Check the object of a statement inside a statement: anything but another one."""
    object_type = mapping(value, place, "4.2.2.3").get("objectType", "Activity")
    checks = {"Activity": activity, "Agent": agent, "Group": group, "StatementRef": reference}
    if not isinstance(object_type, str) or object_type not in checks:
        raise Invalid(f"{place}.objectType: unknown (4.2.2.3)")
    checks[object_type](value, place)


# Result (4.2.2.4).


def score_in_bounds(value: Any, place: str) -> None:
    """Check that scaled lies between -1 and 1, and raw between min and max."""
    low, raw, high = value.get("min"), value.get("raw"), value.get("max")
    if not -1 <= value.get("scaled", 0) <= 1:
        raise Invalid(f"{place}.scaled: between -1 and 1 (4.2.2.4)")
    if low is not None and high is not None and low >= high:
        raise Invalid(f"{place}.min: not below max (4.2.2.4)")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise Invalid(f"{place}.raw: outside min and max (4.2.2.4)")


result = shape(
    "4.2.2.4",
    {
        "score": all_of(shape("4.2.2.4", dict.fromkeys(("scaled", "raw", "min", "max"), number)), score_in_bounds),
        "success": boolean,
        "completion": boolean,
        "response": string,
        "duration": kind(is_duration, "no ISO 8601 duration (4.2.7)"),
        "extensions": extensions,
    },
)


# Context (4.2.2.5).


def activities(value: Any, place: str) -> None:
    """Check an activity or a list of them."""
    if isinstance(value, list):
        each(activity, "4.2.2.5")(value, place)
    else:
        activity(value, place)


def _in_context(name: str, check_it: Check) -> Check:
    return each(
        shape(
            "4.2.2.5",
            {"objectType": constant(f"context{name.title()}", "4.2.2.5"), name: check_it, "relevantTypes": relevant},
            required=("objectType", name),
        ),
        "4.2.2.5",
    )


def relevant(value: Any, place: str) -> None:
    """Check the types for which somebody is in the context: at least one."""
    each(iri, "4.2.2.5")(value, place)
    if not value:
        raise Invalid(f"{place}: empty (4.2.2.5)")


_CONTEXT: dict[str, Check] = {
    "registration": uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": shape("4.2.2.5", dict.fromkeys(("parent", "grouping", "category", "other"), activities)),
    "revision": string,
    "platform": string,
    "language": kind(is_language, "no language tag of RFC 5646 (4.2.7)"),
    "statement": reference,
    "extensions": extensions,
}
context_1 = shape("4.2.2.5", _CONTEXT)
context_2 = shape(
    "4.2.2.5",
    {**_CONTEXT, "contextAgents": _in_context("agent", agent), "contextGroups": _in_context("group", group)},
)


# Attachments (4.2.2.8).

attachment = shape(
    "4.2.2.8",
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": kind(is_media_type, "no media type (4.2.2.8)"),
        "length": kind(is_whole, "no whole number of octets (4.2.2.8)"),
        "sha2": kind(is_sha2, "no SHA-2 (4.2.2.8)"),
        "fileUrl": iri,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)


# Statements (4.2.2, 4.2.3).


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


def _statement(context: Check) -> Check:
    said: dict[str, Check] = {
        "actor": actor,
        "verb": verb,
        "object": thing,
        "result": result,
        "context": context,
        "timestamp": instant,
        "attachments": each(attachment, "4.2.2.8"),
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
                "stored": instant,
                "authority": authority,
                "version": kind(lambda value: bool(_VERSION.fullmatch(str(value))), "unknown version (4.2.2.7)"),
            },
            required=("actor", "verb", "object"),
        ),
        context_fits_object,
        voids_a_statement,
    )


_VERSION = re.compile(r"1\.0(\.\d+)?|2\.0(\.\d+)?")
_STATEMENTS = {True: _statement(context_1), False: _statement(context_2)}
