"""Reads a course's live pages into the data of an Outline."""

from itertools import chain
from typing import Any
from uuid import UUID

from .activities import ActivityPage, page_types
from .pages import CoursePage, ModulePage


def source_page(course_key: UUID) -> CoursePage | None:
    """Return the page the outline is read from, locked: the one in the language the course was written in."""
    pages = CoursePage.objects.select_for_update(of=("self",)).select_related("cover_image")
    return pages.filter(translation_key=course_key).order_by("pk").first()


def following(course_key: UUID) -> dict[str, Any] | None:
    """Return the outline that follows from the live pages of a course, which are locked; None where it is not live."""
    page = source_page(course_key)
    return data_of(page) if page and page.live else None


def data_of(course: CoursePage, *, drafts: bool = False) -> dict[str, Any]:
    """Return the outline of `course` from its live pages; with `drafts`, from all."""
    modules = [module for module in _modules(course, drafts=drafts) if module["activities"]]
    minutes = sum(activity["minutes"] for module in modules for activity in module["activities"])
    return {
        "title": course.title,
        "outcome": course.outcome,
        "slug": course.slug,
        "minutes": minutes,
        "open": course.open_enrolment,
        "cover": course.cover,
        "image": str(course.cover_image.uid) if course.cover_image else "",
        "modules": modules,
    }


def _modules(course: CoursePage, *, drafts: bool) -> list[dict[str, Any]]:
    found = chain.from_iterable(_live(kind, course, drafts) for kind in page_types())
    below = sorted(found, key=lambda page: page.path)
    return [
        {
            "key": str(module.translation_key),
            "title": module.title,
            "activities": [_activity(page) for page in below if page.path.startswith(module.path)],
        }
        for module in _live(ModulePage, course, drafts)
    ]


def _live(model: type[Any], course: CoursePage, drafts: bool) -> list[Any]:
    pages = model.objects.descendant_of(course).order_by("path")
    return list(pages if drafts else pages.live())


def _activity(page: ActivityPage) -> dict[str, Any]:
    return {
        "key": str(page.translation_key),
        "kind": page.kind,
        "title": page.title,
        "slug": page.slug,
        "minutes": page.minutes,
        "required": page.required,
        "pass_mark": getattr(page, "pass_mark", 0) / 100,
        "tries": getattr(page, "tries", 0),
        "preview": getattr(page, "free_preview", False),
    }
