"""Badges and points, as their owner and others may see them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Activity, Award, PointEntry, PointRule, User
from community.times import day
from courses import capabilities
from courses.addresses import course_url
from courses.prepared import Prepared

from .points import ASSESSMENT, CLAIM, COURSE, LESSON, Rule
from .presenting.tiles import Tile, badge_name, course_tile, lesson_tile

SIZE = 30  # lines of a ledger on a page
Kind = Activity.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A finished course, as `components/line.html` shows it."""

    title: str
    url: str
    note: str
    cover: str
    studied: bool = True


@dataclass(frozen=True, slots=True)
class Accomplishments:
    """What a person did, as far as somebody else may see it: badges and finished courses, the latest first."""

    badges: list[Tile]
    courses: list[Finished]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of one's own ledger with the record behind it."""

    title: str
    kind: str
    points: int
    at: datetime
    record: uuid.UUID
    taken_back: datetime | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """A page of one's own ledger: what counts in all, and the number of the next page, if there is one."""

    points: int
    things: int
    lines: list[Line]
    next: int | None


def rules() -> list[Rule]:
    """Return every version of every rule."""
    return [
        Rule(code=code, version=version, points=points, in_force_from=since)
        for code, version, points, since in _rules()
    ]


def badges_of(user: User) -> list[Tile]:
    """Return all badges of `user`, for themselves. Two queries."""
    return _tiles(Activity.objects.filter(actor=user), user)


def accomplishments(owner: User, *, seen: QuerySet[Activity]) -> Accomplishments:
    """Return the badges and finished courses of `owner`, as far as what they did is `seen`. Three queries at most."""
    badges = _tiles(seen, owner) if capabilities.is_on("achievements") else []
    return Accomplishments(badges, [_finished(activity) for activity in seen.filter(kind=Kind.COURSE).order_by("-at")])


def ledger(user: User, *, page: int = 1) -> Ledger:
    """Return a page of the ledger of `user`, the latest first; its sum counts what was not taken back. Two queries."""
    entries = PointEntry.objects.filter(learner=user)
    start = (page - 1) * SIZE
    rows = list(
        entries.select_related("record", "reversed_by")
        .only("title", "code", "points", "at", "record__uid", "reversed_by__stored")
        .order_by("-at", "-uid")[start : start + SIZE + 1]
    )
    total = entries.filter(reversed_by=None).aggregate(points=Sum("points"), things=Count("pk"))
    lines = [_line(row) for row in rows[:SIZE]]
    return Ledger(total["points"] or 0, total["things"], lines, page + 1 if len(rows) > SIZE else None)


_rules = Prepared(
    lambda: PointRule.objects.order_by("code", "version").values_list("code", "version", "points", "in_force_from")
)


def _tiles(seen: QuerySet[Activity], owner: User) -> list[Tile]:
    by_record = {
        (activity.record_id, activity.kind): activity
        for activity in seen.filter(kind__in=(Kind.COURSE, Kind.AWARD)).only("record_id", "kind", "subject")
    }
    awards = Award.objects.filter(learner=owner, record__in={record for record, _kind in by_record})
    return list(_shown(awards.order_by("-at", "-uid"), by_record))


def _shown(awards: Iterable[Award], by_record: dict[tuple[int | None, str], Activity]) -> Iterable[Tile]:
    for award in awards:
        course = award.badge == Award.Badge.COURSE
        activity = by_record.get((award.record_id, Kind.COURSE if course else Kind.AWARD))
        if activity:
            yield _course_tile(award, activity) if course else _lesson_tile(award)


def _course_tile(award: Award, activity: Activity) -> Tile:
    return course_tile(activity.subject, text=_("Course · %(day)s") % {"day": day(award.at)})


def _lesson_tile(award: Award) -> Tile:
    text = _("%(title)s · %(day)s") % {"title": award.title, "day": day(award.at)}
    return lesson_tile(title=badge_name(award.badge, award.title), text=text)


def _finished(activity: Activity) -> Finished:
    subject, count = activity.subject, activity.subject["activities"]
    proof = ngettext("%(n)d activity", "%(n)d activities", count) % {"n": count}
    return Finished(
        title=subject["title"],
        url=course_url(subject["course_key"], subject["course_slug"]),
        note=f"{day(activity.at)} · {proof}",
        cover=subject.get("course_cover") or subject["course_key"],
    )


def _line(entry: PointEntry) -> Line:
    kinds = {
        LESSON: _("Lesson"),
        ASSESSMENT: _("Assessment passed"),
        COURSE: _("Course finished"),
        CLAIM: _("Learned elsewhere, confirmed"),
    }
    return Line(
        title=entry.title,
        kind=kinds[entry.code],
        points=entry.points,
        at=entry.at,
        record=entry.record.uid,
        taken_back=entry.reversed_by.stored if entry.reversed_by else None,
    )
