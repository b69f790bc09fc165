"""What an outline says: pure functions over its data, for whoever walks a course. Imports no Django.

The data: {"title", "outcome", "slug", "minutes", "open", "cover", "image", "modules": [{"key", "title", "activities":
[{"key", "kind", "title", "slug", "minutes", "required", "pass_mark", "tries", "preview"}]}]}. Keys are UUIDs as text.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any

Activity = dict[str, Any]


def activities(data: Mapping[str, Any]) -> list[Activity]:
    """Return every activity in the order of the course."""
    return [activity for module in data["modules"] for activity in module["activities"]]


def required(data: Mapping[str, Any]) -> list[Activity]:
    """Return the activities that finish the course."""
    return [activity for activity in activities(data) if activity["required"]]


def find(data: Mapping[str, Any], key: object) -> Activity | None:
    """Return the activity `key`, or None where the course has none of that key."""
    wanted = str(key)
    return next((activity for activity in activities(data) if activity["key"] == wanted), None)


def ordinal(data: Mapping[str, Any], key: object) -> int:
    """Return the place of the activity `key`, from 1; 0 where the course has none of that key."""
    wanted = str(key)
    return next((n for n, activity in enumerate(activities(data), 1) if activity["key"] == wanted), 0)


def module_of(data: Mapping[str, Any], key: object) -> str:
    """Return the title of the module the activity `key` stands in; empty where there is none."""
    wanted = str(key)
    holds = (m["title"] for m in data["modules"] if any(a["key"] == wanted for a in m["activities"]))
    return next(holds, "")


def next_after(data: Mapping[str, Any], done: Set[str], key: object = None) -> Activity | None:
    """Return the first activity not done after `key`, else the first not done from the beginning; None when all are."""
    everything = activities(data)
    start = ordinal(data, key) if key is not None else 0
    return next((a for a in [*everything[start:], *everything[:start]] if a["key"] not in done), None)


def segments(data: Mapping[str, Any], done: Set[str], now: object = None, part: float = 0.0) -> list[list[float]]:
    """Return the measure: a list for each module of 1 for done, 0 for not yet, `part` for the activity `now`."""
    current = str(now) if now is not None else ""
    return [[_segment(a, done, current, part) for a in m["activities"]] for m in data["modules"] if m["activities"]]


def minutes(data: Mapping[str, Any], *, without: Set[str] = frozenset()) -> int:
    """Return the minutes of the activities that are not in `without`."""
    return sum(activity["minutes"] for activity in activities(data) if activity["key"] not in without)


def removed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    """Return the keys of the required activities of `old` that `new` has no more; `new` None means all of them."""
    kept = {activity["key"] for activity in activities(new)} if new else set()
    return [activity["key"] for activity in _required_of(old) if activity["key"] not in kept]


def _required_of(data: Mapping[str, Any] | None) -> Iterator[Activity]:
    return iter(required(data)) if data else iter(())


def _segment(activity: Activity, done: Set[str], current: str, part: float) -> float:
    if activity["key"] in done:
        return 1
    return min(0.95, max(0.08, part)) if activity["key"] == current else 0
