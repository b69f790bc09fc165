"""xAPI statements: read strictly, checked by `validation`, brought to one normal form. Pure."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import literals
from .validation.statements import check
from .values import hundredths, is_told_everywhere, listed, zoned
from .words import CONTEXT_ACTIVITIES, VOIDED, Invalid

SET_BY_THE_STORE = ("id", "stored", "authority", "version")
LONGEST_KEY = 255
LONGEST_IRI = 500
LATEST = "2.0.0"


def agent_key(agent: Mapping[str, Any]) -> str:
    """Return the one key of an agent or identified group, or "" for an anonymous group (4.2.2.1)."""
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
    def read(cls, data: Mapping[str, Any], *, version: str = LATEST) -> "Statement":
        """Return the statement in `data`, by the rules of `version`; raises `Invalid` naming what is wrong."""
        literals.refuse_unstorable(data)
        check(data, version=version)
        normal = {**data, "version": data.get("version", "1.0.0" if version.startswith("1.") else LATEST)}
        for name in ("context", "object"):
            if name in normal:
                normal[name] = _normal(normal[name])
        if "timestamp" in normal:
            normal["timestamp"] = zoned(normal["timestamp"])
        return cls(normal, timed="timestamp" in data)

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
    def refers_to(self) -> uuid.UUID | None:
        """The id of the statement that is its object."""
        thing = self.data["object"]
        return uuid.UUID(thing["id"]) if thing.get("objectType") == "StatementRef" else None

    @property
    def voids(self) -> uuid.UUID | None:
        """The id of the statement this one voids."""
        return self.refers_to if self.verb == VOIDED else None

    @property
    def registration(self) -> uuid.UUID | None:
        value = self.data.get("context", {}).get("registration")
        return uuid.UUID(value) if value else None

    @property
    def timestamp(self) -> datetime | None:
        return instant(self.data["timestamp"]) if "timestamp" in self.data else None

    def digest(self) -> str:
        """Return the hash two repeats share: without what the store sets, durations to 0.01 s (4.2, 4.2.7)."""
        leave = {*SET_BY_THE_STORE} | (set() if self.timed else {"timestamp"})
        rest = {name: value for name, value in self.data.items() if name not in leave}
        duration = rest.get("result", {}).get("duration")
        if duration:
            rest["result"] = {**rest["result"], "duration": hundredths(duration)}
        return hashlib.sha256(literals.canonical(rest)).hexdigest()

    def text(self, *, id: uuid.UUID, timestamp: str, stored: str, authority: Mapping[str, Any]) -> str:
        """Return the statement as it is stored, with what the store sets."""
        whole = {
            **self.data,
            "id": str(id),
            "timestamp": self.data.get("timestamp", timestamp),
            "stored": stored,
            "authority": authority,
        }
        return literals.dumps(whole)

    def agents(self) -> set[str]:
        """Return the keys of every agent it names (4.1.6.1, `related_agents`), the actor among them."""
        return {key for agent in _agents(self.data) if (key := agent_key(agent))}

    def main_agents(self) -> set[str]:
        """Return the keys of its actor and of an agent that is its object, members too (4.1.6.1, `agent`)."""
        thing = self.data["object"]
        named = [self.data["actor"], *([thing] if thing.get("objectType") in ("Agent", "Group") else [])]
        return {key for agent in named for one in _with_members(agent) if (key := agent_key(one))}

    def activities(self) -> set[str]:
        """Return the keys of every activity it names (4.1.6.1, `related_activities`)."""
        return {iri_key(iri) for iri in _activities(self.data)}

    def attachments(self) -> list[Mapping[str, Any]]:
        """Return what it says of its attachments, those of a statement inside it among them."""
        inner = self.data["object"] if self.data["object"].get("objectType") == "SubStatement" else {}
        return [*self.data.get("attachments", []), *inner.get("attachments", [])]


def title_in(data: Mapping[str, Any]) -> str:
    """Return the name of a statement's object, in whatever language comes first."""
    names = data.get("object", {}).get("definition", {}).get("name") or {}
    return next(iter(names.values()), "")


def scaled_in(data: Mapping[str, Any]) -> float | None:
    """Return the scaled score of a statement, −1 to 1."""
    return data.get("result", {}).get("score", {}).get("scaled")


def instant(value: Any) -> datetime:
    """Return the moment of an RFC 3339 timestamp with its offset (4.2.7); raises `Invalid`."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid("timestamp: not RFC 3339 (4.2.7)") from error
    if not is_told_everywhere(moment):
        raise Invalid("timestamp: without an offset, or not between the years 1 and 9999 in every zone (4.2.7)")
    return moment


def _normal(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a context or object whose context activities are lists and whose time has a zone, as they are given out.

    (4.2.2.5, 4.2.7)
    """
    if "contextActivities" in part:
        return {**part, "contextActivities": listed(part["contextActivities"])}
    if part.get("objectType") != "SubStatement":
        return part
    inner = {"context": _normal(part["context"])} if "context" in part else {}
    timed = {"timestamp": zoned(part["timestamp"])} if "timestamp" in part else {}
    return {**part, **inner, **timed}


def _bounded(key: str, length: int) -> str:
    if len(key) <= length:
        return key
    return "sha256|" + hashlib.sha256(key.encode()).hexdigest()


def _with_members(agent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield agent
    yield from agent.get("member", [])


def _agents(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    context = data.get("context", {})
    named = [data.get("actor"), data.get("authority"), context.get("instructor"), context.get("team")]
    named += [one["agent"] for one in context.get("contextAgents", [])]
    named += [one["group"] for one in context.get("contextGroups", [])]
    thing = data.get("object", {})
    if thing.get("objectType") in ("Agent", "Group"):
        named.append(thing)
    for agent in named:
        if agent:
            yield from _with_members(agent)
    if thing.get("objectType") == "SubStatement":
        yield from _agents(thing)


def _activities(data: Mapping[str, Any]) -> Iterator[str]:
    thing = data.get("object", {})
    if thing.get("objectType", "Activity") == "Activity" and "id" in thing:
        yield thing["id"]
    named = data.get("context", {}).get("contextActivities", {})
    for name in CONTEXT_ACTIVITIES:
        yield from (activity["id"] for activity in named.get(name, []))
    if thing.get("objectType") == "SubStatement":
        yield from _activities(thing)
