"""What lies on a learner's desk: the course to go on with, and what is due. Read together, in few queries."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.access import queries as access
from courses.catalog import queries as catalog
from courses.models import Bookmark, Enrolment, Outline

from . import addresses
from .path import Path, Step, Stop, walk
from .queries import done_text, finished, left_text

if TYPE_CHECKING:
    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueCard:
    """The course learned last and the step to take in it, as `components/continue.html` shows it."""

    course: str
    course_url: str
    course_key: uuid.UUID
    key: str
    title: str
    url: str
    kind: str
    ordinal: int
    minutes: int
    stopped_at: str
    line: str
    label: str
    outline_url: str
    segments: list[list[float]]
    done: int
    required: int
    minutes_left: int
    done_text: str
    left_text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """A course that is due and not finished."""

    course_key: uuid.UUID
    title: str
    url: str
    cover: str
    due: datetime
    late: bool
    done: int
    required: int
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Desk:
    """`going_on` is None where nothing is begun or left; `due` has the first due first."""

    going_on: ContinueCard | None
    due: list[DueItem]


def desk(user: "User", *, until: datetime) -> Desk:
    """Return the course `user` learned last and has not finished, and the unfinished ones due before `until`.

    Two queries, and a third where a course was republished or is not begun.
    """
    waiting = [each for each in access.enrolments_of(user) if not finished(each)]
    published = _published(waiting)
    waiting = [each for each in waiting if each.course_key in published]
    stops: dict[int, dict[str, Stop]] = defaultdict(dict)
    rows = Bookmark.objects.filter(enrolment__in=[each.pk for each in waiting])
    for enrolment, key, fraction, heading, at in rows.values_list(
        "enrolment", "activity_key", "fraction", "heading", "at"
    ):
        stops[enrolment][str(key)] = Stop(fraction=fraction, heading=heading, at=at)
    now = timezone.now()
    last = max(waiting, key=lambda each: (_sign(each, stops[each.pk]), each.pk), default=None)
    due = sorted((each for each in waiting if each.due and each.due <= until), key=lambda each: each.due or now)
    return Desk(
        _going_on(last, published[last.course_key], stops[last.pk]) if last else None,
        [_due_item(each, published[each.course_key], now=now) for each in due],
    )


def _going_on(enrolment: Enrolment, outline: Outline, stops: dict[str, Stop]) -> ContinueCard | None:
    standing = getattr(enrolment, "progress", None)
    path = walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
        stops=stops,
    )
    return _card(enrolment, outline, path, path.next) if path.next else None


def _published(enrolments: list[Enrolment]) -> dict[uuid.UUID, Outline]:
    """Return the current outlines by course; asks nothing where each pinned one still is."""
    pinned = {each.course_key: each.outline for each in enrolments if each.outline and not each.outline.superseded_at}
    missing = {each.course_key for each in enrolments} - pinned.keys()
    return pinned | (catalog.outlines(missing) if missing else {})


def _sign(enrolment: Enrolment, stops: dict[str, Stop]) -> datetime:
    """When the learner was last seen in a course: a record, a bookmark, or the beginning."""
    standing = getattr(enrolment, "progress", None)
    last = standing.last_at if standing and standing.last_at else enrolment.began
    return max([enrolment.began, last, *(stop.at for stop in stops.values() if stop.at)])


def _due_item(enrolment: Enrolment, outline: Outline, *, now: datetime) -> DueItem:
    due = enrolment.due or now  # only what has a date comes here
    standing = getattr(enrolment, "progress", None)
    path = walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
    )
    return DueItem(
        course_key=enrolment.course_key,
        title=outline.data["title"],
        url=addresses.course_url(str(enrolment.course_key), outline.data["slug"]),
        cover=outline.data.get("cover") or str(enrolment.course_key),
        due=due,
        late=due < now,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
    )


def _card(enrolment: Enrolment, outline: Outline, path: Path, step: Step) -> ContinueCard:
    course = addresses.course_url(str(enrolment.course_key), outline.data["slug"])
    return ContinueCard(
        course=outline.data["title"],
        course_url=course,
        course_key=enrolment.course_key,
        key=outline.data.get("cover") or str(enrolment.course_key),
        title=step.title,
        url=addresses.activity_url(step.kind, step.key, step.slug),
        kind=step.kind,
        ordinal=step.ordinal,
        minutes=step.minutes,
        stopped_at=step.heading,
        line=_line(step),
        label=_("Continue") if path.done or step.part else _("Start"),
        outline_url=course,
        segments=path.segments,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
        done_text=done_text(path.done, path.required),
        left_text=left_text(path.minutes_left),
    )


def _line(step: Step) -> str:
    about = ngettext("about %(n)d minute", "about %(n)d minutes", step.minutes) % {"n": step.minutes}
    names = {"lesson": _("Lesson %(n)d, %(about)s."), "assessment": _("Check %(n)d, %(about)s.")}
    line = names.get(step.kind, names["lesson"]) % {"n": step.ordinal, "about": about}
    if step.heading:
        return line + " " + _("You stopped at “%(heading)s”.") % {"heading": step.heading}
    return line
