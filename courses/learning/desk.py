"""What lies on a learner's desk: the course to go on with, and what is due. Read together, in few queries."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import addresses
from courses.access import days
from courses.access import queries as access
from courses.catalog.ways import done_text, left_text
from courses.kinds import KINDS
from courses.models import Bookmark, CourseTeam, Enrolment, Outline
from courses.outline.path import Path, Step, Stop, walk
from courses.prepared import Prepared

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
    """A course that is due and not finished; `due` is the end of its day, in the zone it was set in."""

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


@dataclass(frozen=True, slots=True)
class _Standing:
    """An unfinished enrolment in a published course; `pinned` only where it is not the current outline."""

    id: int
    course_key: uuid.UUID
    began: datetime
    last_at: datetime | None
    state: Mapping[str, Any] | None
    now: Mapping[str, Any]
    pinned: Mapping[str, Any] | None
    due_at: datetime | None
    due_zone: str
    teaches: bool

    @property
    def due(self) -> datetime | None:
        return days.set_in(self.due_at, self.due_zone)

    @property
    def url(self) -> str:
        return addresses.course_url(str(self.course_key), self.now["slug"])

    @property
    def cover(self) -> str:
        return self.now.get("cover") or str(self.course_key)

    def seen(self, stops: Mapping[str, Stop]) -> datetime:
        """When the learner was last seen in it: a record, a bookmark, or the beginning."""
        return max([self.began, self.last_at or self.began, *(stop.at for stop in stops.values() if stop.at)])

    def begun(self, stops: Mapping[str, Stop]) -> bool:
        """Say whether the learner did or read anything in it."""
        return self.last_at is not None or bool(stops)

    def turn(self, stops: Mapping[str, Stop]) -> tuple[int, float, int]:
        """Return what puts it before others: begun and seen last, then due first, then given first."""
        if self.begun(stops):
            return 0, -self.seen(stops).timestamp(), -self.id
        if self.due_at:
            return 1, self.due_at.timestamp(), self.id
        return 2, self.began.timestamp(), self.id

    def walk(self, stops: Mapping[str, Stop] | None = None) -> Path:
        """Return the way through it."""
        return walk(self.now, pinned=self.pinned, state=self.state, stops=stops)


def desk(user: "User", *, until: datetime) -> Desk:
    """Return the course `user` goes on with, and the unfinished ones due before `until`. Two queries.

    That is the one learned last, before anything is begun the one due first, else the one given first. Of what they
    teach themselves there is nothing to start.
    """
    now, where = timezone.now(), days.zone(user.time_zone)
    waiting = [_Standing(*row) for row in _unfinished(learner=user.pk, now=now)]
    stops: dict[int, dict[str, Stop]] = defaultdict(dict)
    for enrolment, key, fraction, heading, at in _bookmarks(learner=user.pk):
        stops[enrolment][str(key)] = Stop(fraction=fraction, heading=heading, at=at)
    mine = [each for each in waiting if each.begun(stops[each.id]) or not each.teaches]
    last = min(mine, key=lambda each: each.turn(stops[each.id]), default=None)
    due = sorted((each.due, each.id, each) for each in mine if each.due and each.due <= until)
    return Desk(
        _going_on(last, stops[last.id]) if last else None,
        [_due_item(each, at, late=days.is_late(at, now=now, where=where)) for at, _id, each in due],
    )


def _unfinished_of(learner: int, now: datetime) -> QuerySet[Enrolment]:
    current = Outline.objects.current().filter(course_key=OuterRef("course_key"))
    waiting = access.open_enrolments(now).filter(Exists(current), learner_id=learner, progress__completed_at=None)
    return waiting.values_list(
        "pk",
        "course_key",
        "began",
        "progress__last_at",
        "progress__state",
        Subquery(current.values("data")[:1]),
        Case(When(outline__superseded_at__isnull=False, then=F("outline__data")), default=None),
        *access.first_due(now),
        Exists(CourseTeam.objects.filter(course_key=OuterRef("course_key"), group__user=learner)),
    )


def _bookmarks_of(learner: int) -> QuerySet[Bookmark, Any]:
    mine = Bookmark.objects.filter(enrolment__learner=learner, enrolment__ended=None)
    return mine.values_list("enrolment", "activity_key", "fraction", "heading", "at")


_unfinished = Prepared(_unfinished_of, learner=int, now=datetime)
_bookmarks = Prepared(_bookmarks_of, learner=int)


def _going_on(standing: _Standing, stops: Mapping[str, Stop]) -> ContinueCard | None:
    path = standing.walk(stops)
    return _card(standing, path, path.next) if path.next else None


def _due_item(standing: _Standing, due: datetime, *, late: bool) -> DueItem:
    path = standing.walk()
    return DueItem(
        course_key=standing.course_key,
        title=standing.now["title"],
        url=standing.url,
        cover=standing.cover,
        due=due,
        late=late,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
    )


def _card(standing: _Standing, path: Path, step: Step) -> ContinueCard:
    return ContinueCard(
        course=standing.now["title"],
        course_url=standing.url,
        course_key=standing.course_key,
        key=standing.cover,
        title=step.title,
        url=addresses.place_url(step),
        kind=step.kind,
        ordinal=step.ordinal,
        minutes=step.minutes,
        stopped_at=step.heading,
        line=_line(step),
        label=_("Continue") if path.done or step.part else _("Start"),
        outline_url=standing.url,
        segments=path.segments,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
        done_text=done_text(path.done, path.required),
        left_text=left_text(path.minutes_left),
    )


def _line(step: Step) -> str:
    about = ngettext("about %(n)d minute", "about %(n)d minutes", step.minutes) % {"n": step.minutes}
    line = KINDS[step.kind].place % {"n": step.ordinal, "about": about}
    if step.heading:
        return line + " " + _("You stopped at “%(heading)s”.") % {"heading": step.heading}
    return line
