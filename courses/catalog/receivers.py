"""The only receiver of Wagtail's page signals: outlines, file uses and the search outbox follow the pages.

What follows from one signal is one transaction. Deleting sends `page_unpublished` while the row still says live, so
deletion is taken from Django's `post_delete`; making an alias, which is live at once, sends nothing at all, so that is
taken from `post_save`.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from courses import kinds
from search import indexing

from . import actions, activities, queries, uses
from .pages import CoursePage, FlatPage, ModulePage


def connect() -> None:
    """Begin to receive."""
    models: list[type[Page]] = [CoursePage, ModulePage, *activities.page_types()]
    for model in models:
        page_published.connect(on_published, sender=model)
        page_unpublished.connect(on_unpublished, sender=model)
        post_delete.connect(on_deleted, sender=model)
        post_save.connect(on_saved, sender=model)
        post_page_move.connect(on_moved, sender=model)


@transaction.atomic
def on_published(sender: type[Page], instance: FlatPage, **kwargs: Any) -> None:
    """A page went live or changed: its course may look different, its files may be seen."""
    actions.note_files(instance, files=uses.files_of(instance), public=uses.public(instance))
    if isinstance(instance, CoursePage) or instance.kind in kinds.FOUND:
        indexing.touch(instance.kind, instance.translation_key)
    _renew(instance)


@transaction.atomic
def on_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page is no longer live, nor what stood below it alone."""
    actions.note_files(instance, files=(), public=False)
    _renew(instance)


@transaction.atomic
def on_moved(sender: type[Page], instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    """A page has another place, in its course or in another one."""
    _renew(instance)
    if (before := queries.course_of(parent_page_before)) is not None:
        actions.renew_outline(before.translation_key)


def on_saved(sender: type[Page], instance: FlatPage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """An alias was made of a page that is live."""
    if created and not raw and instance.live and instance.alias_of_id:
        on_published(sender, instance)


def on_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page is gone, with what stood below it."""
    if isinstance(instance, CoursePage):
        actions.renew_outline(instance.translation_key)
    else:
        _renew(instance)


def _renew(page: Page) -> None:
    course = queries.course_of(page)
    if course is not None:
        actions.renew_outline(course.translation_key)
