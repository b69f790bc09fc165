"""Reads what people learn outside the computer, and by which checklists they are observed, from `content`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from cohort.demo.community import moment, read, span

CONFIRMS, ASKS_BACK, DECLINES, AMENDS = "confirms", "asks back", "declines", "amends"
NAME = "outside.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What somebody does about a claim: decides, or amends what it says; "" and () change nothing."""

    by: str
    at: timedelta
    does: str
    text: str
    learned: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something learned outside on the day `on`, logged at a group or ("") for oneself, and what became of it."""

    key: str
    by: str
    group: str
    kind: str
    title: str
    on: int
    minutes: int
    at: timedelta
    learned: str
    links: tuple[str, ...]
    picture: str
    turns: tuple[Turn, ...]
    liked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen of somebody: a level for each skill, "" for one not shown; they agree later or not yet."""

    of: str
    on: int
    at: timedelta
    seen: tuple[str, ...]
    note: str
    agrees: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Skills that `by` observes in a group or in a course, the other being ""."""

    key: str
    group: str
    course: str
    by: str
    at: timedelta
    title: str
    levels: tuple[str, ...]
    skills: tuple[str, ...]
    observed: tuple[Observed, ...]


@cache
def claims() -> tuple[Claim, ...]:
    """Return every claim, in the order of the file."""
    return tuple(_claim(row) for row in read(NAME)["claim"])


@cache
def checklists() -> tuple[Checklist, ...]:
    """Return the checklists with what was seen by them."""
    return tuple(_checklist(row) for row in read(NAME)["checklist"])


def _claim(row: Mapping[str, Any]) -> Claim:
    at = moment(row["at"])
    turns: list[Turn] = []
    for turn in row.get("turn", ()):
        turns.append(_turn(turn, after=turns[-1].at if turns else at))
    return Claim(
        key=row["key"],
        by=row["by"],
        group=row["group"],
        kind=row["kind"],
        title=row["title"],
        on=row["on"],
        minutes=row["minutes"],
        at=at,
        learned=row["learned"],
        links=tuple(row.get("links", ())),
        picture=row.get("picture", ""),
        turns=tuple(turns),
        liked_by=tuple(row.get("liked", ())),
    )


def _turn(row: Mapping[str, Any], *, after: timedelta) -> Turn:
    return Turn(
        by=row["by"],
        at=after + span(row["after"]),
        does=row["does"],
        text=row["text"],
        learned=row.get("learned", ""),
        links=tuple(row.get("links", ())),
    )


def _checklist(row: Mapping[str, Any]) -> Checklist:
    return Checklist(
        key=row["key"],
        group=row.get("group", ""),
        course=row.get("course", ""),
        by=row["by"],
        at=moment(row["at"]),
        title=row["title"],
        levels=tuple(row["levels"]),
        skills=tuple(row["skills"]),
        observed=tuple(_observed(each) for each in row["observed"]),
    )


def _observed(row: Mapping[str, Any]) -> Observed:
    at = moment(row["at"])
    return Observed(
        of=row["of"],
        on=row["on"],
        at=at,
        seen=tuple(row["seen"]),
        note=row["note"],
        agrees=at + span(row["agrees"]) if "agrees" in row else None,
    )
