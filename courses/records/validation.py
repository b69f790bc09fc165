"""What a statement must be to be stored (IEEE 9274.1.1, 4.2). Pure.

Checked is what Cohort itself writes and relies on: who, verb, object, score bounds, registration, timestamp. Further
rules of the standard join them here.
"""

import json
import math
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")


class Invalid(ValueError):
    """A statement that is refused; the message names the place in it."""


def loads(text: str | bytes) -> Any:
    """Return the JSON in `text`; refuses invalid UTF-8, NUL, lone surrogates, non-finite numbers and duplicate keys."""
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
        value = json.loads(decoded, object_pairs_hook=_unique, parse_constant=_not_finite, parse_float=_finite)
        _refuse_unstorable(value)
    except Invalid:
        raise
    except RecursionError as error:
        raise Invalid("nested too deeply") from error
    except ValueError as error:
        raise Invalid(f"not JSON: {error}") from error
    return value


def validate(data: Any) -> None:
    """Raise `Invalid` naming the first place in a statement that is wrong."""
    _refuse_unstorable(data)
    _mapping(data, "statement")
    if "id" in data:
        _uuid(data["id"], "id")
    _agent(data.get("actor"), "actor")
    _iri(_mapping(data.get("verb"), "verb").get("id"), "verb.id")
    _object(data.get("object"))
    _score(data.get("result"))
    _context(data.get("context"))
    if "timestamp" in data:
        instant(data["timestamp"])


def instant(value: Any) -> datetime:
    """Return the moment of an RFC 3339 timestamp with its offset (4.2.2.7); raises `Invalid`."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid("timestamp: not RFC 3339 (4.2.2.7)") from error
    if moment.tzinfo is None:
        raise Invalid("timestamp: without an offset (4.2.2.7)")
    return moment


def _refuse_unstorable(value: Any) -> None:
    """Refuse what a database or a reader would change or choke on, anywhere in `value`; no recursion."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if "\0" in item:
                raise Invalid("a string contains NUL")
            try:
                item.encode()
            except UnicodeEncodeError as error:
                raise Invalid("a string contains a lone surrogate") from error
        elif isinstance(item, Mapping):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item)
        elif isinstance(item, float) and not math.isfinite(item):
            raise Invalid("a number is not finite")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Invalid("a key appears twice in one object")
    return members


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise Invalid("a number is too large to be finite")
    return number


def _not_finite(literal: str) -> float:
    raise Invalid(f"{literal} is no JSON number")


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid(f"{place}: missing or no object (4.2.1)")
    return value


def _iri(value: Any, place: str) -> None:
    if not isinstance(value, str) or ":" not in value.strip() or value != value.strip():
        raise Invalid(f"{place}: no IRI (4.2.1)")


def _uuid(value: Any, place: str) -> None:
    try:
        uuid.UUID(value)
    except (AttributeError, TypeError, ValueError) as error:
        raise Invalid(f"{place}: no UUID (4.2.2.1)") from error


def _agent(value: Any, place: str) -> None:
    agent = _mapping(value, place)
    kind = agent.get("objectType", "Agent")
    if kind not in ("Agent", "Group"):
        raise Invalid(f"{place}.objectType: Agent or Group (4.2.2.2)")
    given = [name for name in IDENTIFIERS if name in agent]
    if len(given) > 1 or (not given and kind == "Agent"):
        raise Invalid(f"{place}: exactly one identifier (4.2.2.2.3)")
    if not given and not isinstance(agent.get("member"), list):
        raise Invalid(f"{place}.member: an anonymous group lists its members (4.2.2.2)")
    if "account" in agent:
        account = _mapping(agent["account"], f"{place}.account")
        _iri(account.get("homePage"), f"{place}.account.homePage")
        if not isinstance(account.get("name"), str):
            raise Invalid(f"{place}.account.name: no string (4.2.2.2.4)")
    elif given and not isinstance(agent[given[0]], str):
        raise Invalid(f"{place}.{given[0]}: no string (4.2.2.2.3)")
    members = agent.get("member", [])
    if not isinstance(members, list):
        raise Invalid(f"{place}.member: no list (4.2.2.2)")
    for number, member in enumerate(members):
        _agent(member, f"{place}.member[{number}]")


def _object(value: Any) -> None:
    thing = _mapping(value, "object")
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        _iri(thing.get("id"), "object.id")
        _named(thing.get("definition"), "object.definition")
    elif kind == "StatementRef":
        _uuid(thing.get("id"), "object.id")
    elif kind in ("Agent", "Group"):
        _agent(thing, "object")
    elif kind == "SubStatement":
        _agent(thing.get("actor"), "object.actor")
        _mapping(thing.get("object"), "object.object")
    else:
        raise Invalid("object.objectType: unknown (4.2.2.4)")


def _named(value: Any, place: str) -> None:
    if value is None:
        return
    name = _mapping(value, place).get("name", {})
    if not all(isinstance(text, str) for text in _mapping(name, f"{place}.name").values()):
        raise Invalid(f"{place}.name: no language map (4.2.2.4)")


def _score(result: Any) -> None:
    if result is None:
        return
    score = _mapping(_mapping(result, "result").get("score", {}), "result.score")
    for name, number in score.items():
        if name in ("scaled", "raw", "min", "max") and (
            isinstance(number, bool) or not isinstance(number, int | float)
        ):
            raise Invalid(f"result.score.{name}: no number (4.2.2.6)")
    if not -1 <= score.get("scaled", 0) <= 1:
        raise Invalid("result.score.scaled: between −1 and 1 (4.2.2.6)")


def _context(context: Any) -> None:
    if context is None:
        return
    if "registration" in _mapping(context, "context"):
        _uuid(context["registration"], "context.registration")
    for name in ("instructor", "team"):
        if name in context:
            _agent(context[name], f"context.{name}")
    groups = _mapping(context.get("contextActivities", {}), "context.contextActivities")
    for name, found in groups.items():
        for activity in found if isinstance(found, list) else [found]:
            _iri(_mapping(activity, f"context.contextActivities.{name}").get("id"), f"contextActivities.{name}.id")
