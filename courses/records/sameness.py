"""Whether two statements are one: by what the standard says a statement is (1.0.3, Data 2.3.1; xAPI 2.0, 4.2). Pure.

What the store sets, how a verb and an activity are described, the zone of a time and the order of a group's members are
no part of it.
"""

from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any

from . import literals
from .statements import SET_BY_THE_STORE, Statement, instant
from .values import hundredths, listed

NEARLY = timedelta(milliseconds=1)  # a store may round a time to this (4.2.7)


def is_repeat(statement: Statement, *, digest: str, text: str) -> bool:
    """Say whether `statement` is the one stored as `text` under `digest`; of an erased one the digest alone is left."""
    if statement.digest() == digest:
        return True
    if not text:
        return False
    sent, stored = literals.loads(literals.dumps(statement.data)), literals.loads(text)
    return _is_same_time(sent, stored) and _essence(sent) == _essence(stored)


def _is_same_time(sent: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Say whether the times are the same; a statement that came without one was given its own by the store."""
    if "timestamp" not in sent or "timestamp" not in stored:
        return True
    return abs(instant(sent["timestamp"]) - instant(stored["timestamp"])) < NEARLY


def _essence(statement: Mapping[str, Any]) -> bytes:
    rest = {name: value for name, value in statement.items() if name not in (*SET_BY_THE_STORE, "timestamp")}
    return literals.canonical(_told(rest))


def _told(statement: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: _PARTS.get(name, _as_it_is)(value) for name, value in statement.items()}
    return {name: value for name, value in told.items() if value not in ({}, [])}


def _agent(agent: Mapping[str, Any]) -> dict[str, Any]:
    told = {"objectType": "Agent", **agent}
    if "mbox" in agent:
        name, _, host = agent["mbox"].rpartition("@")
        told["mbox"] = f"{name}@{host.lower()}"
    if "mbox_sha1sum" in agent:
        told["mbox_sha1sum"] = agent["mbox_sha1sum"].lower()
    if "member" in agent:
        told["member"] = sorted((_agent(one) for one in agent["member"]), key=literals.canonical)
    return told


def _thing(thing: Mapping[str, Any]) -> dict[str, Any]:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        return {"objectType": kind, "id": thing["id"]}
    if kind == "StatementRef":
        return _reference(thing)
    return _agent(thing) if kind in ("Agent", "Group") else _told(thing)


def _reference(reference: Mapping[str, Any]) -> dict[str, Any]:
    return {**reference, "id": reference["id"].lower()}


def _context(context: Mapping[str, Any]) -> dict[str, Any]:
    told = dict(context)
    for name, tell in _IN_CONTEXT.items():
        if name in context:
            told[name] = tell(context[name])
    return {name: value for name, value in told.items() if value not in ({}, [])}


def _activities(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: [_thing(one) for one in found] for name, found in listed(named).items() if found}


def _result(result: Mapping[str, Any]) -> dict[str, Any]:
    if "duration" not in result:
        return dict(result)
    return {**result, "duration": hundredths(result["duration"])}


def _time(value: str) -> str:
    return instant(value).astimezone(UTC).isoformat(timespec="milliseconds")


def _as_it_is(value: Any) -> Any:
    return value


_PARTS: Mapping[str, Any] = {
    "actor": _agent,
    "verb": lambda verb: {"id": verb["id"]},
    "object": _thing,
    "result": _result,
    "context": _context,
    "timestamp": _time,
    "attachments": lambda found: [{**one, "sha2": one["sha2"].lower()} for one in found],
}
_IN_CONTEXT: Mapping[str, Any] = {
    "registration": str.lower,
    "instructor": _agent,
    "team": _agent,
    "language": str.lower,
    "statement": _reference,
    "contextActivities": _activities,
    "contextAgents": lambda found: [{**one, "agent": _agent(one["agent"])} for one in found],
    "contextGroups": lambda found: [{**one, "group": _agent(one["group"])} for one in found],
}
