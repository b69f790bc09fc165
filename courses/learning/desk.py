"""What lies on a learner's desk: the course to go on with, and what is due. Read together, in few queries."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.access import queries as access
from courses.catalog import queries as catalog
from courses.models import Bookmark, Enrolment, Outline

from .path import Stop, walk
from .queries import ContinueCard, DueItem, card, due_item

if TYPE_CHECKING:
    from community.models import User


@dataclass(frozen=True, slots=True)
class Desk:
    """`going_on` is None where nothing is begun or left; `due` has the first due first."""

    going_on: ContinueCard | None
    due: list[DueItem]


def desk(user: "User", *, until: datetime) -> Desk:
    """Return the course `user` learned last and has not finished, and the unfinished ones due before `until`.

    Two queries, and a third where a course was republished or is not begun.
    """
    waiting = [each for each in access.enrolments_of(user) if not _finished(each)]
    stops: dict[int, dict[str, Stop]] = defaultdict(dict)
    rows = Bookmark.objects.filter(enrolment__in=waiting)
    for enrolment, key, fraction, heading, at in rows.values_list(
        "enrolment", "activity_key", "fraction", "heading", "at"
    ):
        stops[enrolment][str(key)] = Stop(fraction=fraction, heading=heading, at=at)
    last = sorted(waiting, key=lambda each: (_sign(each, stops[each.pk]), each.pk), reverse=True)
    now = timezone.now()
    due = sorted((each for each in waiting if each.due and each.due <= until), key=lambda each: each.due or now)
    published = _published([*last[:1], *due])
    return Desk(
        _going_on(last[0], published, stops[last[0].pk]) if last else None,
        [due_item(each, published[each.course_key], now=now) for each in due if each.course_key in published],
    )


def _going_on(enrolment: Enrolment, published: dict[uuid.UUID, Outline], stops: dict[str, Stop]) -> ContinueCard | None:
    outline = published.get(enrolment.course_key)
    if outline is None:
        return None
    standing = getattr(enrolment, "progress", None)
    path = walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
        stops=stops,
    )
    return card(enrolment, outline, path, path.next) if path.next else None


def _published(enrolments: list[Enrolment]) -> dict[uuid.UUID, Outline]:
    """Return the current outlines by course; asks nothing where each pinned one still is."""
    pinned = {each.course_key: each.outline for each in enrolments if each.outline and not each.outline.superseded_at}
    missing = {each.course_key for each in enrolments} - pinned.keys()
    return pinned | (catalog.outlines(missing) if missing else {})


def _finished(enrolment: Enrolment) -> bool:
    standing = getattr(enrolment, "progress", None)
    return bool(standing and standing.completed_at)


def _sign(enrolment: Enrolment, stops: dict[str, Stop]) -> datetime:
    """When the learner was last seen in a course: a record, a bookmark, or the beginning."""
    standing = getattr(enrolment, "progress", None)
    last = standing.last_at if standing and standing.last_at else enrolment.began
    return max([enrolment.began, last, *(stop.at for stop in stops.values() if stop.at)])
