"""A group's leaderboard: the top three and where I stand, from the standings alone. Nothing sums the ledger."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Max, Q, QuerySet, RowRange, Value, When, Window
from django.db.models.functions import Rank, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.faces import Face, face
from community.models import Group, Membership, PointEntry, Standing
from courses.prepared import Prepared

from .standings import ALL, GROUPS, days_of, week_of

TOP = 3
NEAR = 2  # above and below me
LATEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the board, as `components/board.html` shows it."""

    rank: int
    person: Face
    points: int
    things: str
    note: str = ""
    me: bool = False


@dataclass(frozen=True, slots=True)
class Podium:
    """One of the first three, as `components/podium.html` shows it; `more` says how many share their rank unshown."""

    rank: int
    person: Face
    points_text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """What the viewer earned in the period; `rank` is None for who is not on the board."""

    points: int
    things: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """Something that earned the viewer points."""

    title: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A board as one member sees it: who shares by name, and in `mine` the viewer's own points."""

    period: str
    people: int
    podium: list[Podium]
    around: list[Row]
    mine: Mine
    as_of: datetime


def period_now(group: Group, *, at: datetime | None = None) -> str:
    """Return the ISO week it is in the group's time zone."""
    return week_of(at or timezone.now(), ZoneInfo(group.time_zone))


def board(group: Group, viewer: Membership, period: str) -> Board:
    """Return the board of `group` in `period` (`all` or an ISO week) for its member `viewer`. At most two queries."""
    rows = [_Stand(*row) for row in _near(group=group.pk, viewer=viewer.pk, period=period)]
    own = next((row for row in rows if row.membership_id == viewer.pk), None)
    listed = [row for row in rows if row.shown]
    mine = Mine(
        points=own.points if own else 0,
        things=own.things if own else 0,
        rank=own.rank if own and own.shown else None,
    )
    return Board(
        period=period,
        people=listed[0].total if listed else 0,
        podium=_podium(listed[:TOP]),
        around=_around(listed, own, behind=_behind(own, listed, group, period)) if own and own.shown else [],
        mine=mine,
        as_of=timezone.now(),
    )


def lines(viewer: Membership, period: str) -> list[Line]:
    """Return what earned the viewer points in `period`, as this group counts it, the latest first. One query."""
    since = viewer.joined if period == ALL else max(viewer.joined, _monday(period, viewer.group))
    return [Line(*row) for row in _lines(learner=viewer.user_id, since=since, place=viewer.group.place)]


def points_text(points: int) -> str:
    """Return points in words."""
    return ngettext("%(n)d point", "%(n)d points", points) % {"n": points}


def things_text(things: int) -> str:
    """Return in words from how many things points come."""
    return ngettext("%(n)d activity", "%(n)d activities", things) % {"n": things}


class _Stand(NamedTuple):
    """A row of the board as it was read."""

    points: int
    things: int
    membership_id: int
    uid: uuid.UUID
    name: str
    picture: str
    rank: int
    total: int
    alike: int
    shown: bool

    @property
    def face(self) -> Face:
        return face(self.uid, self.name, self.picture)


# Whom the board shows and counts: open memberships that share by name, with points.
_SHOWN = Q(
    points__gt=0,
    membership__left=None,
    membership__sharing=Membership.Sharing.NAMED,
    membership__user__is_active=True,
)


def _rows_near(group: int, viewer: int, period: str) -> QuerySet[Standing, Any]:
    """The top three, two above me, I, and two below me; my own row also where it is not shown, then apart."""
    order = [F("points").desc(), F("membership").asc()]
    me = Case(When(membership=viewer, then=Value(1)), default=Value(0))
    around_me = RowRange(start=-NEAR, end=NEAR)
    person = "membership__user__"
    return (
        Standing.objects.filter(_SHOWN | Q(membership=viewer), group=group, period=period)
        .annotate(shown=Case(When(_SHOWN, then=Value(True)), default=Value(False)))
        .annotate(
            rank=Window(Rank(), partition_by="shown", order_by=F("points").desc()),
            total=Window(Count("pk"), partition_by="shown"),
            alike=Window(Count("pk"), partition_by=["shown", "points"]),
            place=Window(RowNumber(), partition_by="shown", order_by=order),
            near=Window(Max(me), partition_by="shown", order_by=order, frame=around_me),
        )
        .filter(Q(place__lte=TOP) | Q(near=1))
        .order_by(*order)
        .values_list(
            "points", "things", "membership_id", f"{person}uid", f"{person}display_name", f"{person}picture",
            "rank", "total", "alike", "shown",
        )
    )  # fmt: skip


def _better(group: int, period: str, points: int) -> QuerySet[Standing, Any]:
    """The points and the rank of the nearest who have more."""
    better = Standing.objects.filter(_SHOWN, group=group, period=period, points__gt=points)
    ranked = better.annotate(rank=Window(Rank(), order_by=F("points").desc()))
    return ranked.order_by("points").values_list("points", "rank")[:1]


_near = Prepared(_rows_near, group=int, viewer=int, period=str)
_lines = Prepared(
    lambda learner, since, place: (
        PointEntry.objects.filter(learner=learner, reversed_by=None, at__gte=since)
        .filter(Q(place=place) | ~Q(place__startswith=GROUPS))
        .order_by("-at", "-uid")
        .values_list("title", "points")[:LATEST]
    ),
    learner=int,
    since=datetime,
    place=str,
)


def _podium(first: list[_Stand]) -> list[Podium]:
    """Return the first three; the last of them says how many others have as many points, and so their rank."""
    podium = [Podium(row.rank, row.face, points_text(row.points)) for row in first]
    if first and (hidden := first[-1].alike - sum(row.rank == first[-1].rank for row in first)):
        more = ngettext("and %(n)d other", "and %(n)d others", hidden) % {"n": hidden}
        podium[-1] = replace(podium[-1], more=more)
    return podium


def _around(listed: list[_Stand], own: _Stand, *, behind: str) -> list[Row]:
    place = listed.index(own)
    return [
        Row(
            rank=row.rank,
            person=row.face,
            points=row.points,
            things=things_text(row.things),
            note=behind if row is own else "",
            me=row is own,
        )
        for row in listed[max(0, place - NEAR) : place + NEAR + 1]
    ]


def _behind(own: _Stand, listed: list[_Stand], group: Group, period: str) -> str:
    """Say how far the next better rank is. One query, where all who were read right above me have as many points."""
    if own.rank == 1:
        return ""
    place = listed.index(own)
    above = [(row.points, row.rank) for row in listed[max(0, place - NEAR) : place] if row.points > own.points]
    points, rank = above[-1] if above else _better(group.pk, period, own.points)[0]
    return _("%(n)d behind rank %(rank)d") % {"n": points - own.points, "rank": rank}


def _monday(period: str, group: Group) -> datetime:
    first, _last = days_of(period)
    return datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(group.time_zone))
