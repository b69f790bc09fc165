"""Courses as cards: those of a person with their progress, and all there are."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses import addresses
from courses.access import queries as access
from courses.outline import outlines, path

from .. import files, queries, ways
from ..models import CourseTeam, Outline
from . import contents

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User
    from courses.models import Enrolment


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseCard:
    """A course to open, as `components/course_card.html` shows it; `key` draws the cover."""

    course_key: uuid.UUID
    title: str
    url: str
    key: str
    image: str
    meta: str
    text: str
    tone: str = ""
    segments: Sequence[Sequence[float]] = ()
    done_text: str = ""
    side_text: str = ""


def mine(user: "User | AnonymousUser") -> list[CourseCard]:
    """Return the courses `user` may learn, the one last learned first, those finished at the end."""
    enrolments = sorted(access.enrolments_of(user), key=_sign, reverse=True)
    keys = [enrolment.course_key for enrolment in enrolments]
    published, teams = (queries.outlines(keys), queries.teams(keys)) if keys else ({}, {})
    return [_mine(each, published[each.course_key], teams) for each in enrolments if each.course_key in published]


def every(keys: Iterable[uuid.UUID]) -> list[CourseCard]:
    """Return the published courses among `keys`, in their order."""
    wanted = list(keys)
    published, teams = (queries.outlines(wanted), queries.teams(wanted)) if wanted else ({}, {})
    return [_card(published[key], _teacher(teams, key)) for key in wanted if key in published]


def to_begin(user: "User", *, most: int) -> list[CourseCard]:
    """Return the first `most` courses that anyone may start and `user` never began. One query."""
    return [_card(outline, getattr(outline, "teacher", None) or "") for outline in queries.startable(user, most=most)]


def _sign(enrolment: "Enrolment") -> tuple[bool, datetime]:
    standing = getattr(enrolment, "progress", None)
    if standing is None:
        return True, enrolment.began
    return standing.completed_at is None, standing.last_at or enrolment.began


def _teacher(teams: dict[uuid.UUID, CourseTeam], key: uuid.UUID) -> str:
    team = teams.get(key)
    return team.created_by.display_name if team and team.created_by else ""


def _card(outline: Outline, teacher: str, **more: Any) -> CourseCard:
    data = outline.data
    facts = [teacher, contents.activities_text(len(outlines.activities(data)))]
    if not more:
        facts.append(contents.length(data["minutes"]))
    return CourseCard(
        course_key=outline.course_key,
        title=data["title"],
        url=addresses.course_url(str(outline.course_key), data["slug"]),
        key=data["cover"],
        image=files.url(data["image"], "cover") if data["image"] else "",
        meta=" · ".join(fact for fact in facts if fact),
        text=data["outcome"],
        **more,
    )


def _mine(enrolment: "Enrolment", outline: Outline, teams: dict[uuid.UUID, CourseTeam]) -> CourseCard:
    standing = getattr(enrolment, "progress", None)
    way = path.walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
    )
    finished = standing.completed_at if standing else None
    return _card(
        outline,
        _teacher(teams, outline.course_key),
        segments=way.segments,
        done_text="" if finished else ways.done_text(way.done, way.required),
        side_text=_side_text(enrolment, finished, standing.last_at if standing else None),
    )


def _side_text(enrolment: "Enrolment", finished: datetime | None, last_at: datetime | None) -> str:
    if finished:
        return _("Finished %(day)s") % {"day": _day(finished)}
    if due := getattr(enrolment, "due", None):
        return _("Due %(day)s") % {"day": _due_day(due.date())}
    return capfirst(_day(last_at)) if last_at else _("Not begun yet")


def _due_day(day: date) -> str:
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("today")
    return _("tomorrow") if days == 1 else date_format(day, "j F")


def _day(at: datetime) -> str:
    local, today = timezone.localtime(at).date(), timezone.localtime().date()
    days = (today - local).days
    if days == 0:
        return _("today")
    return _("yesterday") if days == 1 else date_format(local, "j F")
