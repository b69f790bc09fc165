"""Drafts as their readers will see them, from the pages as they are in the editor."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from courses.questions import asking

from . import outlining, rendering
from .activities import ActivityPage
from .pages import CoursePage
from .presenting import contents


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of HTML, or a question without its key."""

    html: SafeString | str = ""
    question: asking.Asked | None = None


def course(page: CoursePage) -> dict[str, Any]:
    """Return what the preview of a course shows: all its pages, drafts too, and nobody's progress."""
    return {"page": page, "course": contents.draft(page, outlining.data_of(page, drafts=True))}


def activity(page: ActivityPage) -> dict[str, Any]:
    """Return what the preview of a lesson or assessment shows: all of it on one page, without any key."""
    pieces = [
        Piece(question=asking.ask(segment.data))
        if isinstance(segment, rendering.Question)
        else Piece(html=segment.html)
        for segment in rendering.segments(page)
    ]
    return {"page": page, "pieces": pieces, "place": _("Preview")}
