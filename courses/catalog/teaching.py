"""What an author has in hand: their courses and every page in them, what is a draft, who stopped on the way."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet, Value, Window
from wagtail.models import Page

from courses.access import queries as access
from courses.pagination import Folded
from courses.prepared import Prepared

from . import queries
from .pages import CoursePage

if TYPE_CHECKING:
    from community.models import User

MOST = 6  # courses
PAGES = 300  # of all of them
QUIET = timedelta(days=14)  # without a sign, in the middle of a course


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A page that an author wrote, live or not; `draft` where something in it is not published."""

    id: int
    title: str
    draft: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A course of one's own: its page, what stands below it, and the names of who stopped, the longest first."""

    key: uuid.UUID
    page: Written
    pages: list[Written] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def drafts(self) -> int:
        return sum(page.draft for page in (self.page, *self.pages))


def taught_by(user: "User", *, now: datetime) -> tuple[list[Taught], int]:
    """Return the first courses whose team `user` is in, by title, and how many there are in all.

    One query where there are none, else four.
    """
    keys = [key for (key,) in _teams(person=user.pk)]
    if not keys:
        return [], 0
    roots = list(_pages(keys).annotate(all=Window(Count("pk"))).order_by("folded", "pk")[:MOST])
    below = _below(roots)
    stuck = _stuck([root.translation_key for root in roots], now=now)
    taught = [
        Taught(key=root.translation_key, page=_written(root), pages=below[root.pk], stuck=stuck[root.translation_key])
        for root in roots
    ]
    return taught, roots[0].all if roots else 0


def pages_taught_by(user: "User") -> "QuerySet[CoursePage, Any]":
    """Return the courses whose team `user` is in, live or not, as rows for `pagination.page`, `uid` being the key."""
    keys = list(queries.taught(user.pk).values_list("course_key", flat=True))
    return _pages(keys).annotate(rank=Value(0), uid=F("translation_key"))


def _pages(keys: Iterable[uuid.UUID]) -> "QuerySet[CoursePage, Any]":
    return CoursePage.objects.filter(translation_key__in=list(keys), alias_of=None).annotate(folded=Folded("title"))


def _below(roots: list[CoursePage]) -> dict[int, list[Written]]:
    found: dict[int, list[Written]] = defaultdict(list)
    if not roots:
        return found
    wanted = reduce(or_, (Q(path__startswith=root.path, depth__gt=root.depth + 1) for root in roots))
    columns = ("path", "pk", "draft_title", "live", "has_unpublished_changes")
    for path, pk, title, live, changed in Page.objects.filter(wanted).order_by("path").values_list(*columns)[:PAGES]:
        root = next(root for root in roots if path.startswith(root.path))
        found[root.pk].append(Written(id=pk, title=title, draft=changed or not live))
    return found


def _stuck(keys: Iterable[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, list[str]]:
    rows = (
        access.open_enrolments(now)
        .filter(course_key__in=list(keys), progress__completed_at=None, progress__last_at__lt=now - QUIET)
        .filter(learner__is_active=True)
        .order_by("progress__last_at", "pk")
        .values_list("course_key", "learner__display_name")[:PAGES]
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, name in rows:
        found[key].append(name)
    return found


def _written(page: Page) -> Written:
    return Written(id=page.pk, title=page.draft_title, draft=page.has_unpublished_changes or not page.live)


_teams = Prepared(lambda person: queries.taught(person).values_list("course_key"), person=int)
