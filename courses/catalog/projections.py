"""The current outlines as rows that follow from the live pages."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from . import actions, outlining
from .models import Outline
from .pages import CoursePage


def differences() -> Iterator[str]:
    """Yield a sentence for each course that has pages and whose current outline does not follow from them."""
    for key in _keys():
        with transaction.atomic():
            follows, stands = outlining.following(key), _standing(key)
        if follows != stands:
            how = "extra" if follows is None else "missing" if stands is None else "differs from its pages"
            yield f"courses.Outline {key}: {how}"


def rebuild() -> int:
    """Write the outline of each course again that does not follow from its pages; return how many."""
    return sum(_renewed(key) for key in _keys())


def _keys() -> list[UUID]:
    return list(CoursePage.objects.order_by("translation_key").values_list("translation_key", flat=True).distinct())


def _standing(key: UUID) -> dict[str, Any] | None:
    return Outline.objects.current().filter(course_key=key).values_list("data", flat=True).first()


@transaction.atomic
def _renewed(key: UUID) -> bool:
    before = _standing(key)
    actions.renew_outline(key)
    return _standing(key) != before
