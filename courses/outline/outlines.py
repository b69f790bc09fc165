"""What an outline says: pure functions over its data, for whoever walks a course. Imports no Django.

The data: {"title", "outcome", "slug", "minutes", "open", "cover", "image", "modules": [{"key", "title", "activities":
[{"key", "kind", "title", "slug", "minutes", "required", "pass_mark", "tries", "preview"}]}]}. Keys are UUIDs as text.
"""

from collections.abc import Mapping
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


def module_of(data: Mapping[str, Any], key: object) -> str:
    """Return the title of the module the activity `key` stands in; empty where there is none."""
    wanted = str(key)
    holds = (m["title"] for m in data["modules"] if any(a["key"] == wanted for a in m["activities"]))
    return next(holds, "")


def removed(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> list[str]:
    """Return the keys of the required activities of `old` that `new` has no more; `new` None means all of them."""
    kept = {activity["key"] for activity in activities(new)} if new else set()
    return [activity["key"] for activity in required(old or {"modules": []}) if activity["key"] not in kept]
