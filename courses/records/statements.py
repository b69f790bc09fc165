"""xAPI statements: checked by `validation`, brought to one normal form, and what they say. Pure.

`Statement.read` is the one gate.
"""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .validation import Invalid, instant, validate

ADL = "http://adlnet.gov/expapi/verbs/"
COMPLETED = ADL + "completed"
PASSED = ADL + "passed"
FAILED = ADL + "failed"
ANSWERED = ADL + "answered"
VOIDED = ADL + "voided"
WAIVED = "https://w3id.org/xapi/adl/verbs/waived"

SET_BY_THE_STORE = ("id", "stored", "authority", "version")
LONGEST_KEY = 255
LONGEST_IRI = 500


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
        validate(data)
        if data["verb"]["id"] == VOIDED and data["object"].get("objectType") != "StatementRef":
            raise Invalid("object: a voiding statement refers to a statement (4.2.2.5)")
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


def _bounded(key: str, length: int) -> str:
    if len(key) <= length:
        return key
    return "sha256|" + hashlib.sha256(key.encode()).hexdigest()


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
