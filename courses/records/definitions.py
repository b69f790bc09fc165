"""What the statements tell of an activity or an agent, put together when it is asked (xAPI 2.0, 4.1.6.3, 4.1.6.4)."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import literals, queries
from .statements import agent_key, iri_key
from .words import IDENTIFIERS

MOST = 100  # of the latest statements are asked


def activity(iri: str, *, authority: str = "") -> dict[str, Any]:
    """Return the activity with all that the latest statements say of it; a later word replaces an earlier one.

    With an `authority` only its statements are asked; a voided one says nothing.
    """
    definition: dict[str, Any] = {}
    asked = queries.Filter(activity=iri_key(iri), related_activities=True, authority=authority)
    for text in reversed(queries.naming(asked, most=MOST)):
        for named in _activities(literals.loads(text)):
            if named.get("id") == iri:
                definition = _merged(definition, named.get("definition", {}))
    return {"objectType": "Activity", "id": iri, **({"definition": definition} if definition else {})}


def person(agent: Mapping[str, Any], *, authority: str = "") -> dict[str, Any]:
    """Return the person that `agent` is: its identifier, and the names the latest statements give it.

    With an `authority` only its statements are asked; a voided one says nothing.
    """
    key = agent_key(agent)
    asked = queries.Filter(agent_key=key, related_agents=True, authority=authority)
    names: dict[str, None] = {}
    for text in queries.naming(asked, most=MOST):
        for named in _agents(literals.loads(text)):
            if agent_key(named) == key and "name" in named:
                names[named["name"]] = None
    identified = {name: [agent[name]] for name in IDENTIFIERS if name in agent}
    given = [agent["name"]] if "name" in agent else []
    return {"objectType": "Person", "name": list(dict.fromkeys([*names, *given])), **identified}


def _activities(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the activities in a statement, wherever they stand but in extensions."""
    for part in _parts(value):
        if "id" in part and part.get("objectType", "Activity") == "Activity":
            yield part


def _agents(value: Any) -> Iterator[Mapping[str, Any]]:
    for part in _parts(value):
        if any(name in part for name in IDENTIFIERS):
            yield part


def _parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for name, inner in value.items():
            if name != "extensions":
                yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _merged(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(before)
    for name, value in after.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(name), Mapping)
        merged[name] = {**merged[name], **value} if both else value
    return merged
