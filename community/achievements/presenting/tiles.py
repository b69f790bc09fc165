"""A badge as it is shown: its picture, its name, and a line beside them. No queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.addresses import course_url

from .. import badges


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A badge with its name and proof, as `components/badge_tile.html` and a feed's milestone show it."""

    kind: str
    marks: list[list[int]]
    title: str
    text: str
    key: str = ""
    url: str = ""
    score: str = ""
    tone: str = ""


def badge_name(badge: str, title: str) -> str:
    """Return what a badge is called; `title` is of what earned it, after which only that of a course is named."""
    return title if badge == badges.COURSE else _("A first lesson")


def course_tile(subject: Mapping[str, Any], *, text: str) -> Tile:
    """Return the badge of a finished course, from the `subject` of its activity."""
    return Tile(
        kind="course",
        marks=[[1] * subject["activities"]],
        key=subject.get("course_cover") or subject["course_key"],
        title=subject["title"],
        url=course_url(subject["course_key"], subject["course_slug"]),
        text=text,
    )


def lesson_tile(*, title: str, text: str) -> Tile:
    """Return the badge of a first lesson."""
    return Tile(kind="lesson", marks=[[1]], title=title, text=text)


def verified_tile(*, title: str, text: str) -> Tile:
    """Return the badge of what a person confirmed: one unbroken ring."""
    return Tile(kind="verified", marks=[[1]], title=title, text=text)
