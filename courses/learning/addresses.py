"""Where an activity is opened; each kind has a door of its own."""

from functools import lru_cache

from django.urls import reverse

from . import progress
from .path import Step

_DOORS = {
    progress.LESSON: "learning:lesson",
    progress.ASSESSMENT: "assessments:assessment",
    progress.LINK: "links:link",
}


@lru_cache(maxsize=4096)
def activity_url(kind: str, key: str, slug: str) -> str:
    """Return the address of an activity; the slug only decorates it."""
    return reverse(_DOORS[kind], args=[key, slug] if slug else [key])


def step_url(step: Step) -> str:
    """Return the address of a step on the way through a course."""
    return activity_url(step.kind, step.key, step.slug)


@lru_cache(maxsize=1024)
def course_url(key: str, slug: str) -> str:
    """Return the address of a course."""
    return reverse("catalog:course", args=[key, slug]) if slug else reverse("catalog:course_short", args=[key])
