"""What a page refers to, as its fields say it themselves."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from .models import CourseImage

Reference = tuple[type[Model], str]
LONGEST_ID = 19  # digits, of which a bigint holds any fewer


def of(page: Page) -> Iterator[Reference]:
    """Yield what the content of `page` refers to: a model and a primary key as text."""
    for field in page._meta.get_fields():
        if hasattr(field, "value_from_object"):
            yield from within(field, field.value_from_object(page))


def within(field: Any, value: Any) -> Iterator[Reference]:
    """Yield what `value` of a page's `field` refers to."""
    if hasattr(field, "extract_references") and value:
        for model, pk, _model_path, _content_path in field.extract_references(value):
            yield model, str(pk)
    elif field.related_model is CourseImage and field.many_to_one and value:
        yield CourseImage, str(getattr(value, "pk", value))


def possible(pk: str) -> bool:
    """Say whether anything could have the id `pk`, which an author may have written by hand."""
    return pk.isascii() and pk.isdecimal() and len(pk) < LONGEST_ID
