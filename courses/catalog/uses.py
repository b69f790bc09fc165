"""Which files a published page shows, and to whom."""

from uuid import UUID

from wagtail.models import Page

from . import belonging, references
from .activities import LessonPage
from .models import CourseDocument, CourseImage
from .pages import CoursePage


def files_of(page: Page) -> set[UUID]:
    """Return the uids of the pictures and documents that the live `page` shows and may show."""
    wanted: dict[type[CourseImage | CourseDocument], set[str]] = {CourseImage: set(), CourseDocument: set()}
    for model, pk in references.of(page):
        if model in wanted and references.possible(pk):
            wanted[model].add(pk)
    found = [file for model, pks in wanted.items() if pks for file in model._default_manager.filter(pk__in=pks)]
    return {file.uid for file in belonging.own_files(page, found)}


def public(page: Page) -> bool:
    """Say whether everyone may see what `page` shows: a course's own page and free previews."""
    return isinstance(page, CoursePage) or (isinstance(page, LessonPage) and page.free_preview)
