"""Courses as outlines, and people who learn them, without any page."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from courses.access import actions as access
from courses.models import Enrolment, Outline


def activity(kind: str = "lesson", title: str = "A lesson", **fields: Any) -> dict[str, Any]:
    """Return an activity of an outline with a key of its own."""
    return {
        "key": str(uuid.uuid4()),
        "kind": kind,
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "minutes": 6,
        "required": True,
        "pass_mark": 0.7 if kind == "assessment" else 0.0,
        "tries": 0,
        "preview": False,
        **fields,
    }


def outline_data(*modules: list[dict[str, Any]], title: str = "Statistics", open: bool = True) -> dict[str, Any]:
    """Return the data of an outline of `modules`, each a list of activities."""
    return {
        "title": title,
        "outcome": "You read a chart without being fooled.",
        "slug": title.lower().replace(" ", "-"),
        "minutes": sum(one["minutes"] for module in modules for one in module),
        "open": open,
        "cover": title,
        "image": "",
        "modules": [
            {"key": str(uuid.uuid4()), "title": f"Module {number}", "activities": module}
            for number, module in enumerate(modules, 1)
        ],
    }


def outline(*modules: list[dict[str, Any]], course_key: uuid.UUID | None = None, **fields: Any) -> Outline:
    """Return a stored outline that is current; an earlier one of the same course is superseded."""
    key = course_key or uuid.uuid4()
    earlier = Outline.objects.filter(course_key=key)
    earlier.current().update(superseded_at=timezone.now())
    return Outline.objects.create(
        course_key=key,
        number=earlier.count() + 1,
        data=outline_data(*modules, **fields),
        created_at=timezone.now() - timedelta(days=60),
    )


def course_of_lessons(count: int = 2, **fields: Any) -> Outline:
    """Return the outline of a course of one module with `count` lessons."""
    return outline([activity(title=f"Lesson {number}") for number in range(1, count + 1)], **fields)


def keys(of: Outline) -> list[uuid.UUID]:
    """Return the keys of an outline's activities, in order."""
    return [uuid.UUID(one["key"]) for module in of.data["modules"] for one in module["activities"]]


def enrolled(user: Any, of: Outline, *, source: str = "open", **fields: Any) -> Enrolment:
    """Return the enrolment of `user` in the course of an outline."""
    return access.grant(user, of.course_key, source=source, **fields)
