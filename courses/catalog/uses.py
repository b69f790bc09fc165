"""Which files a page shows, as its fields say it themselves."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wagtail.models import Page

from .models import CourseDocument, CourseImage
from .pages import CoursePage, LessonPage


def files_of(page: Page) -> set[UUID]:
    """Return the uids of the pictures and documents that `page` shows."""
    wanted: dict[type, set[int]] = {CourseImage: set(), CourseDocument: set()}
    for model, pk in _references(page):
        if model in wanted:
            wanted[model].add(int(pk))
    return {uid for model, pks in wanted.items() if pks for uid in _uids(model, pks)}


def public(page: Page) -> bool:
    """Say whether everyone may see what `page` shows: a course's own page and free previews."""
    return isinstance(page, CoursePage) or (isinstance(page, LessonPage) and page.free_preview)


def _references(page: Page) -> Iterator[tuple[type, Any]]:
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            for model, pk, _model_path, _content_path in field.extract_references(field.value_from_object(page)):
                yield model, pk
        elif field.related_model is CourseImage and field.many_to_one and (pk := field.value_from_object(page)):
            yield CourseImage, pk


def _uids(model: type[Any], pks: set[int]) -> list[UUID]:
    return list(model.objects.filter(pk__in=pks).values_list("uid", flat=True))
