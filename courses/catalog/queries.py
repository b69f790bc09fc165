"""Reads of the catalogue: outlines, cards, pages."""

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from . import rendering
from .models import CourseTeam, Outline
from .pages import AssessmentPage, CoursePage, LessonPage


def outline(course_key: uuid.UUID) -> Outline | None:
    """Return the current outline of a course, or None while it is not published."""
    return Outline.objects.current().filter(course_key=course_key).first()


def outlines(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Outline]:
    """Return the current outlines of several courses; those not published are missing."""
    found = Outline.objects.current().filter(course_key__in=list(keys))
    return {each.course_key: each for each in found}


def course_page(key: uuid.UUID) -> CoursePage | None:
    """Return the live page of a course in the reader's language, else in its source language."""
    return _in_language(CoursePage.objects.live().filter(translation_key=key))


def lesson_page(key: uuid.UUID) -> LessonPage | None:
    """Return the live page of a lesson in the reader's language; what authors edit is not loaded."""
    return _in_language(LessonPage.objects.live().filter(translation_key=key).defer("body"))


def assessment_page(key: uuid.UUID) -> AssessmentPage | None:
    """Return the live page of an assessment in the reader's language; what authors edit is not loaded."""
    return _in_language(AssessmentPage.objects.live().filter(translation_key=key).defer("questions"))


def questions(page: Any) -> list[dict[str, Any]]:
    """Return the questions of a lesson or assessment with their keys, in order, each with its `id`."""
    return rendering.questions(page)


def course_of(page: Page) -> CoursePage | None:
    """Return the course a page stands in, or is."""
    return CoursePage.objects.ancestor_of(page, inclusive=True).first()


def team(course_key: uuid.UUID) -> CourseTeam | None:
    """Return who teaches a course."""
    return CourseTeam.objects.select_related("created_by", "collection").filter(course_key=course_key).first()


def pages_of_author(user: AbstractBaseUser) -> QuerySet[Page]:
    """Return every page of the courses whose team `user` is in."""
    keys = CourseTeam.objects.filter(group__user=user).values_list("course_key", flat=True)
    roots = CoursePage.objects.filter(translation_key__in=list(keys)).values_list("path", flat=True)
    below = [Q(path__startswith=path) for path in roots]
    return Page.objects.filter(reduce(or_, below)) if below else Page.objects.none()


def _in_language(pages: QuerySet[Any]) -> Any:
    """Return the page in the active language, else the one written first."""
    found = list(pages.select_related("locale").order_by("pk"))
    spoken = get_language()
    return next((page for page in found if page.locale.language_code == spoken), found[0] if found else None)
