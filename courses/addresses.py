"""Where an activity is opened; each kind has a door of its own."""

from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import resolve, reverse

from courses import anchors, kinds

if TYPE_CHECKING:
    from courses.outline.path import Step


@lru_cache(maxsize=4096)
def activity_url(kind: str, key: str, slug: str) -> str:
    """Return the address of an activity; the slug only decorates it."""
    door = kinds.KINDS[kind].door
    return _decorated(door, key, slug) or reverse(door, args=[key])


def step_url(step: "Step") -> str:
    """Return the address of a step on the way through a course."""
    return activity_url(step.kind, step.key, step.slug)


def place_url(step: "Step") -> str:
    """Return the address of the place in a step where its learner stopped, or of the step."""
    return f"{step_url(step)}#{anchors.anchor(step.heading)}" if step.heading else step_url(step)


@lru_cache(maxsize=1024)
def course_url(key: str, slug: str) -> str:
    """Return the address of a course."""
    return _decorated("catalog:course", key, slug) or reverse("catalog:course_short", args=[key])


def _decorated(door: str, key: str, slug: str) -> str:
    """Return the address with its slug; "" without one, and where the slug names another door, as `completion` does."""
    address = reverse(door, args=[key, slug]) if slug else ""
    return address if address and resolve(address).view_name == door else ""
