"""How it went and among what: results and contexts (xAPI 2.0, 4.2.2.4, 4.2.2.5). Pure."""

from typing import Any

from ..shapes import Check, all_of, boolean, constant, each, extensions, iri, kind, number, shape, string, uuid
from ..values import is_duration, is_language
from ..words import Invalid
from .actors import actor, agent, group
from .objects import activity, reference


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
