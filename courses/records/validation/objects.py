"""Did what to what: verbs, activities with their interactions, references (xAPI 2.0, 4.2.2.2, 4.2.2.3). Pure."""

from typing import Any

from ..shapes import all_of, constant, each, extensions, iri, kind, language_map, mapping, shape, string, uuid
from ..words import Invalid
from .actors import agent, group

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
