"""Which files a published page shows, and to whom."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from wagtail.models import Page

from . import references
from .activities import LessonPage
from .models import CourseDocument, CourseImage
from .pages import CoursePage


def files_of(page: Page) -> set[UUID]:
    """Return the uids of the pictures and documents that `page` shows."""
    wanted: dict[type[Model], set[int]] = {CourseImage: set(), CourseDocument: set()}
    for model, pk in references.of(page):
        if model in wanted:
            wanted[model].add(int(pk))
    return {uid for model, pks in wanted.items() if pks for uid in _uids(model, pks)}


def public(page: Page) -> bool:
    """Say whether everyone may see what `page` shows: a course's own page and free previews."""
    return isinstance(page, CoursePage) or (isinstance(page, LessonPage) and page.free_preview)


def _uids(model: type[Any], pks: set[int]) -> list[UUID]:
    return list(model.objects.filter(pk__in=pks).values_list("uid", flat=True))
