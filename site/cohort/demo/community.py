"""Reads the people, groups and talk below `content`: who is who, who joins what, who says what and when.

Days count from today: 0 is today, -1 yesterday. Times are in UTC.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from .reading import CONTENT

GROUPS = ("evening", "ward", "night", "maproom", "voices", "steady")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone, with how they learn (`pace`) and what connected people see (`sharing`)."""

    key: str
    name: str
    zone: str
    headline: str
    about: str
    pace: str
    sharing: str
    connects: tuple[str, ...]

    @property
    def email(self) -> str:
        """The address this person signs in with."""
        return f"{self.key}@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A course that a group learns, from `day`, perhaps due on a later day."""

    course: str
    by: str
    day: int
    due: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a group since `day`, and what they share there."""

    person: str
    day: int
    sharing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group; its first manager founds it on the day `founded`."""

    key: str
    name: str
    purpose: str
    visibility: str
    managed: bool
    zone: str
    founded: int
    managers: tuple[str, ...]
    courses: tuple[Assigned, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A contribution at a time, with who liked it: kudos for a post, helpful for a reply."""

    by: str
    at: timedelta
    text: str
    liked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation in a group; without a title it is a post to the feed."""

    group: str
    kind: str
    title: str
    lesson: str
    opening: Said
    replies: tuple[Said, ...]
    accepted: int | None  # the number of the reply that the one who asked accepted


@cache
def people() -> tuple[Person, ...]:
    """Return everybody, in the order of the file."""
    return tuple(Person(**{**row, "connects": tuple(row.get("connects", ()))}) for row in read("people.toml")["person"])


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups with their members and courses."""
    return tuple(_group(row) for row in read("groups.toml")["group"])


@cache
def talk() -> tuple[Talk, ...]:
    """Return every conversation of every group."""
    return tuple(_talk(key, row) for key in GROUPS for row in _rows(read(f"talk/{key}.toml")))


def _group(row: dict[str, Any]) -> Group:
    return Group(
        key=row["key"],
        name=row["name"],
        purpose=row["purpose"],
        visibility=row["visibility"],
        managed=row.get("managed", False),
        zone=row["zone"],
        founded=row["founded"],
        managers=tuple(row["managers"]),
        courses=tuple(
            Assigned(course=course["course"], by=course["by"], day=course["day"], due=course.get("due"))
            for course in row["courses"]
        ),
        members=tuple(Member(*member) for member in row["members"]),
    )


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"kind": "post", **row} for row in data.get("post", ())] + data.get("topic", [])


def _talk(group: str, row: dict[str, Any]) -> Talk:
    at = moment(row["at"])
    replies = []
    opening = _said(row, at, "kudos")
    for reply in row.get("reply", ()):
        at += span(reply["after"])
        replies.append(_said(reply, at, "helpful"))
    return Talk(
        group=group,
        kind=row["kind"],
        title=row.get("title", ""),
        lesson=row.get("lesson", ""),
        opening=opening,
        replies=tuple(replies),
        accepted=row.get("accepted"),
    )


def _said(row: dict[str, Any], at: timedelta, liked: str) -> Said:
    return Said(by=row["by"], at=at, text=row["text"].strip(), liked_by=tuple(row.get(liked, ())))


def moment(words: str) -> timedelta:
    """Read `-3 19:05` as the time since today's midnight."""
    day, time = words.split(" ")
    hours, minutes = time.split(":")
    return timedelta(days=int(day), hours=int(hours), minutes=int(minutes))


def span(words: str) -> timedelta:
    """Read `40m`, `2h` or `1d`."""
    match = re.fullmatch(r"(\d+)([mhd])", words)
    if not match:
        raise ValueError(f"No span of time is written {words!r}")
    return timedelta(**{{"m": "minutes", "h": "hours", "d": "days"}[match[2]]: int(match[1])})


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8").replace(" %", "\u00a0%"))
