"""The way of one person through a course as it is published now, and in words how far it goes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.models import Bookmark, Enrolment, Outline
from courses.outline.path import Path, Stop, walk
from courses.prepared import Prepared

from . import queries


def path_of(outline: Outline, enrolment: Enrolment | None, *, here: object = None) -> Path:
    """Return the way through a course as published now, for an enrolment or for someone who only looks."""
    if enrolment is None:
        return walk(outline.data, here=here)
    standing = getattr(enrolment, "progress", None)
    return walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
        stops=_stops(enrolment),
        here=here,
    )


def current_outline(enrolment: Enrolment) -> Outline | None:
    """Return the outline of the course as it is now; asks nothing where the pinned one still is."""
    pinned = enrolment.outline
    return pinned if pinned and pinned.superseded_at is None else queries.outline(enrolment.course_key)


def done_text(done: int, required: int) -> str:
    """Return progress in words: "3 of 14 done"."""
    return _("%(done)d of %(required)d done") % {"done": done, "required": required}


def left_text(minutes: int) -> str:
    """Return what is left in words: "about 3 h 30 left"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("about %(m)d min left") % {"m": rest}
    return _("about %(h)d h %(m)02d left") % {"h": hours, "m": rest} if rest else _("about %(h)d h left") % {"h": hours}


def _stops(enrolment: Enrolment) -> dict[str, Stop]:
    rows = _bookmarks(enrolment=enrolment.pk)
    return {str(key): Stop(fraction=fraction, heading=heading, at=at) for key, fraction, heading, at in rows}


def _bookmarks_in(enrolment: int) -> QuerySet[Bookmark, Any]:
    return Bookmark.objects.filter(enrolment=enrolment).values_list("activity_key", "fraction", "heading", "at")


_bookmarks = Prepared(_bookmarks_in, enrolment=int)
