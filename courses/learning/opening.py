"""Who may open an activity, and as what: the learner of its course, or someone who only looks."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from wagtail.models import Page

from courses.access import queries as access
from courses.catalog import policies, ways
from courses.catalog import queries as catalog
from courses.models import Enrolment, Outline
from courses.outline import outlines
from courses.outline.path import Path, Step

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An activity as one person may open it; without `enrolment` they only look."""

    outline: Outline
    activity: dict[str, Any]
    enrolment: Enrolment | None
    path: Path
    step: Step


def edit_url(user: "User | AnonymousUser", page: Page, *, course_key: uuid.UUID, enrolment: Enrolment | None) -> str:
    """Return the way into the editor of an activity for who teaches its course, "" for anybody else."""
    edits = policies.edits(user, course_key, enrolment=enrolment)
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if edits else ""


def opened(user: "User | AnonymousUser", key: uuid.UUID, *, course_key: uuid.UUID | None, kind: str) -> Opened | None:
    """Return the activity `key` of a course as `user` may open it; None where they may not, or it is no `kind`."""
    if course_key is None:
        return None
    enrolment = access.enrolment(user, course_key)
    outline = ways.current_outline(enrolment) if enrolment else catalog.outline(course_key)
    activity = outlines.find(outline.data, key) if outline else None
    if outline is None or activity is None or activity["kind"] != kind:
        return None
    if enrolment is None and not policies.may_preview(user, course_key, activity):
        return None
    path = ways.path_of(outline, enrolment, here=key)
    step = path.find(key)
    return Opened(outline=outline, activity=activity, enrolment=enrolment, path=path, step=step) if step else None
