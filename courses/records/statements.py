"""xAPI statements: read strictly, checked, brought to one normal form. Pure.

What is checked here is what Cohort itself writes and relies on (IEEE 9274.1.1, 4.2): who, verb, object, score
bounds, registration, timestamp. `Statement.read` is the one gate; further rules of the standard join it there.
"""

import hashlib
import json
import math
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ADL = "http://adlnet.gov/expapi/verbs/"
COMPLETED = ADL + "completed"
PASSED = ADL + "passed"
FAILED = ADL + "failed"
ANSWERED = ADL + "answered"
VOIDED = ADL + "voided"
WAIVED = "https://w3id.org/xapi/adl/verbs/waived"

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
CONTEXT_ACTIVITIES = ("parent", "grouping", "category", "other")
SET_BY_THE_STORE = ("id", "stored", "authority", "version")
LONGEST_KEY = 255
LONGEST_IRI = 500


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


def agent_key(agent: Mapping[str, Any]) -> str:
    """Return the one key of an agent or identified group, or "" for an anonymous group (4.2.2.2)."""
    if "account" in agent:
        account = agent["account"]
        return _bounded(f"account|{account['homePage']}|{account['name']}", LONGEST_KEY)
    for name in ("mbox", "mbox_sha1sum", "openid"):
        if name in agent:
            return _bounded(f"{name}|{agent[name]}", LONGEST_KEY)
    return ""


def iri_key(iri: str) -> str:
    """Return `iri` as it is looked up: itself, or its hash where it is longer than a column holds."""
    return _bounded(iri, LONGEST_IRI)


@dataclass(frozen=True, slots=True)
class Statement:
    """A checked statement. `timed` says that its timestamp came with it and was not set by the store."""

    data: Mapping[str, Any]
    timed: bool = True

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Statement":
        """Return the statement in `data`; raises `Invalid` naming the place that is wrong."""
        _refuse_unstorable(data)
        _mapping(data, "statement")
        if "id" in data:
            _uuid(data["id"], "id")
        _agent(data.get("actor"), "actor")
        _iri(_mapping(data.get("verb"), "verb").get("id"), "verb.id")
        _object(data.get("object"))
        if data["verb"]["id"] == VOIDED and data["object"].get("objectType") != "StatementRef":
            raise Invalid("object: a voiding statement refers to a statement (4.2.2.5)")
        _score(data.get("result"))
        _context(data.get("context"))
        if "timestamp" in data:
            instant(data["timestamp"])
        return cls(data, timed="timestamp" in data)

    @property
    def id(self) -> uuid.UUID | None:
        return uuid.UUID(self.data["id"]) if "id" in self.data else None

    @property
    def verb(self) -> str:
        return self.data["verb"]["id"]

    @property
    def actor_key(self) -> str:
        return agent_key(self.data["actor"])

    @property
    def activity(self) -> str:
        """The IRI of the object, "" where the object is no activity."""
        thing = self.data["object"]
        return thing["id"] if thing.get("objectType", "Activity") == "Activity" else ""

    @property
    def voids(self) -> uuid.UUID | None:
        """The id of the statement this one voids."""
        return uuid.UUID(self.data["object"]["id"]) if self.verb == VOIDED else None

    @property
    def registration(self) -> uuid.UUID | None:
        value = self.data.get("context", {}).get("registration")
        return uuid.UUID(value) if value else None

    @property
    def timestamp(self) -> datetime | None:
        return instant(self.data["timestamp"]) if "timestamp" in self.data else None

    def digest(self) -> str:
        """Return the hash two repeats share: without what the store sets (4.2.4, statement comparison)."""
        leave = {*SET_BY_THE_STORE} | (set() if self.timed else {"timestamp"})
        rest = {name: value for name, value in self.data.items() if name not in leave}
        text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def text(self, *, id: uuid.UUID, timestamp: str, stored: str, authority: Mapping[str, Any]) -> str:
        """Return the statement as it is stored, with what the store sets."""
        whole = {
            **self.data,
            "id": str(id),
            "timestamp": self.data.get("timestamp", timestamp),
            "stored": stored,
            "authority": authority,
            "version": self.data.get("version", "2.0.0"),
        }
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))

    def agents(self) -> set[str]:
        """Return the keys of every agent it names (4.1.6.2, `related_agents`), the actor among them."""
        return {key for agent in _agents(self.data) if (key := agent_key(agent))}

    def activities(self) -> set[str]:
        """Return the keys of every activity it names (4.1.6.2, `related_activities`)."""
        return {iri_key(iri) for iri in _activities(self.data)}


def title_in(data: Mapping[str, Any]) -> str:
    """Return the name of a statement's object, in whatever language comes first."""
    names = data.get("object", {}).get("definition", {}).get("name") or {}
    return next(iter(names.values()), "")


def scaled_in(data: Mapping[str, Any]) -> float | None:
    """Return the scaled score of a statement, −1 to 1."""
    return data.get("result", {}).get("score", {}).get("scaled")


def instant(value: Any) -> datetime:
    """Return the moment of an RFC 3339 timestamp with its offset (4.2.2.7); raises `Invalid`."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid("timestamp: not RFC 3339 (4.2.2.7)") from error
    if moment.tzinfo is None:
        raise Invalid("timestamp: without an offset (4.2.2.7)")
    return moment


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


def _bounded(key: str, length: int) -> str:
    if len(key) <= length:
        return key
    return "sha256|" + hashlib.sha256(key.encode()).hexdigest()


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


def _agents(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    context = data.get("context", {})
    named = [data.get("actor"), data.get("authority"), context.get("instructor"), context.get("team")]
    thing = data.get("object", {})
    if thing.get("objectType") in ("Agent", "Group"):
        named.append(thing)
    for agent in named:
        if agent:
            yield agent
            yield from agent.get("member", [])
    if thing.get("objectType") == "SubStatement":
        yield from _agents(thing)


def _activities(data: Mapping[str, Any]) -> Iterator[str]:
    thing = data.get("object", {})
    if thing.get("objectType", "Activity") == "Activity" and "id" in thing:
        yield thing["id"]
    for found in data.get("context", {}).get("contextActivities", {}).values():
        for activity in found if isinstance(found, list) else [found]:
            yield activity["id"]
    if thing.get("objectType") == "SubStatement":
        yield from _activities(thing)
