"""What the page of a link shows: what awaits one there, where it leads, how far one is, and the one thing to do."""

from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from courses.addresses import course_url, step_url
from courses.catalog import rendering
from courses.catalog.presenting.contents import length
from courses.outline.path import Step

from . import destinations
from .queries import Visit


def page(visit: Visit) -> dict[str, Any]:
    """Return a link as its learner sees it, or who only looks."""
    key, evidence, around = visit.step.key, visit.evidence, frame(visit)
    following = visit.path.after(key) if visit.enrolment else None
    return {
        **around,
        "pieces": rendering.segments(visit.page),
        "module": visit.module,
        "looking_url": "" if visit.enrolment else visit.address,
        "told": told(reports=visit.reports),
        "done_at": parse_datetime(evidence["at"]) if evidence else None,
        "done_note": _("reported from %(host)s") % {"host": visit.host} if evidence and evidence["reported"] else "",
        "open_label": _("Open it again") if visit.opened_at or evidence else _("Open %(host)s") % {"host": visit.host},
        "launches_url": reverse("links:launches", args=[key]),
        "completion_url": "" if visit.reports else reverse("links:completion", args=[key]),
        "next_text": _next_text(following),
        "onward_url": step_url(following) if following else around["course_url"],
        "onward_label": _("Go on") if following else _("Back to the course"),
        "outline_url": f"{reverse('learning:outline', args=[visit.outline.course_key])}?here={key}",
    }


def frame(visit: Visit) -> dict[str, Any]:
    """Return what stands around a link, and around its opening."""
    return {
        "visit": visit,
        "page": visit.page,
        "path": visit.path,
        "step": visit.step,
        "host": visit.host,
        "course_url": course_url(str(visit.outline.course_key), visit.outline.data["slug"]),
    }


def drafted(address: str, *, reports: bool) -> dict[str, Any]:
    """Return what the preview of a link adds to its text; an address that is wrong leads nowhere yet."""
    wrong = destinations.flaw(address, loopback=True)
    return {"host": "" if wrong else destinations.host_of(address), "told": told(reports=reports)}


def told(*, reports: bool) -> str:
    """Return what the site it leads to is told of the learner, and how it comes to count."""
    if reports:
        return _(
            "It is told the number of your account and of this course, never your name or address, and reports here"
            " what you do. Opened again, it no longer listens to the tab you opened before."
        )
    return _("Nothing about you is sent there. When you have done it, say so here.")


def _next_text(following: Step | None) -> str:
    if following is None:
        return _("The last step of this course.")
    return _("Next: %(title)s, %(length)s") % {"title": following.title, "length": length(following.minutes)}
