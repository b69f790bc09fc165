"""A group's leaderboard: the top three and where I stand, from the standings alone. Nothing sums the ledger."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.groups.frame import count_of
from community.models import Group, Membership, PointEntry, Standing
from community.people.faces import Face, face
from courses.prepared import Prepared

from .standings import ALL, days_of, week_of

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
    """One of the first three, as `components/podium.html` shows it."""

    rank: int
    person: Face
    points_text: str


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
    """Return the board of `group` in `period` (`all` or an ISO week) for its member `viewer`. One query."""
    shown = _beside_me if _named(viewer) else _top
    rows = [_Stand(*row) for row in shown(group=group.pk, viewer=viewer.pk, period=period)]
    own = next((row for row in rows if row.membership_id == viewer.pk), None)
    listed = [row for row in rows if row is not own or _named(viewer)]
    mine = Mine(
        points=own.points if own else 0,
        things=own.things if own else 0,
        rank=own.rank if own and _named(viewer) else None,
    )
    return Board(
        period=period,
        people=rows[0].total if rows else 0,
        podium=[Podium(row.rank, row.face, points_text(row.points)) for row in listed[:TOP]],
        around=[_row(row, own, listed) for row in _around(listed, own)] if own and mine.rank else [],
        mine=mine,
        as_of=timezone.now(),
    )


def lines(viewer: Membership, period: str) -> list[Line]:
    """Return what earned the viewer points in `period`, as this group counts it, the latest first. One query."""
    since = viewer.joined if period == ALL else max(viewer.joined, _monday(period, viewer.group))
    return [Line(*row) for row in _lines(learner=viewer.user_id, since=since)]


def points_text(points: int) -> str:
    """Return points in words."""
    return ngettext("%(n)d point", "%(n)d points", points) % {"n": points}


def things_text(things: int) -> str:
    """Return in words from how many things points come."""
    return ngettext("%(n)d thing", "%(n)d things", things) % {"n": things}


class _Stand(NamedTuple):
    """A row of the board as it was read."""

    points: int
    things: int
    membership_id: int
    uid: uuid.UUID
    name: str
    picture: str
    ahead: int
    total: int

    @property
    def rank(self) -> int:
        return self.ahead + 1

    @property
    def face(self) -> Face:
        return face(self.uid, self.name, self.picture)


def _visible(group: int, period: str) -> QuerySet[Standing]:
    """The rows the board may show or count: of open memberships that share by name, with points."""
    return Standing.objects.filter(
        group=group,
        period=period,
        points__gt=0,
        membership__left=None,
        membership__sharing=Membership.Sharing.NAMED,
        membership__user__is_active=True,
    )


def _rows_top(group: int, viewer: int, period: str) -> QuerySet[Standing]:
    """The top three and the viewer's own row."""
    top = _first(_visible(group, period).order_by("-points", "membership"), TOP)
    return _rows(Q(pk__in=top) | Q(membership=viewer, period=period), _visible(group, period))


def _rows_beside_me(group: int, viewer: int, period: str) -> QuerySet[Standing]:
    """The top three, two above me, I, and two below me."""
    visible = _visible(group, period)
    points = Subquery(Standing.objects.filter(membership=viewer, period=period).values("points")[:1])
    ahead = Q(points__gt=points) | Q(points=points, membership__lt=viewer)
    behind = Q(points__lt=points) | Q(points=points, membership__gt=viewer)
    shown = (
        Q(pk__in=_first(visible.order_by("-points", "membership"), TOP))
        | Q(membership=viewer, period=period)
        | Q(pk__in=_first(visible.filter(ahead).order_by("points", "-membership"), NEAR))
        | Q(pk__in=_first(visible.filter(behind).order_by("-points", "membership"), NEAR))
    )
    return _rows(shown, visible)


def _rows(shown: Q, visible: QuerySet[Standing]) -> QuerySet[Standing]:
    """Each row with its rank, which is one COUNT, and with how many are on the board."""
    person = "membership__user__"
    return (
        Standing.objects.filter(shown)
        .order_by("-points", "membership")
        .values_list(
            "points", "things", "membership_id", f"{person}uid", f"{person}display_name", f"{person}picture",
            count_of(visible.filter(points__gt=OuterRef("points"))), count_of(visible),
        )
    )  # fmt: skip


def _first(rows: QuerySet[Standing], count: int) -> QuerySet[Standing, Any]:
    return rows.values("pk")[:count]


_top = Prepared(_rows_top, group=int, viewer=int, period=str)
_beside_me = Prepared(_rows_beside_me, group=int, viewer=int, period=str)
_lines = Prepared(
    lambda learner, since: (
        PointEntry.objects.filter(learner=learner, reversed_by=None, at__gte=since)
        .order_by("-at", "-uid")
        .values_list("title", "points")[:LATEST]
    ),
    learner=int,
    since=datetime,
)


def _named(viewer: Membership) -> bool:
    return viewer.sharing == Membership.Sharing.NAMED


def _around(listed: list[_Stand], own: _Stand) -> list[_Stand]:
    place = listed.index(own)
    return listed[max(0, place - NEAR) : place + NEAR + 1]


def _row(row: _Stand, own: _Stand, listed: list[_Stand]) -> Row:
    me = row is own
    return Row(
        rank=row.rank,
        person=row.face,
        points=row.points,
        things=things_text(row.things),
        note=_behind(own, listed) if me else "",
        me=me,
    )


def _behind(own: _Stand, listed: list[_Stand]) -> str:
    """Say how far the next better place is."""
    better = [row for row in listed if row.points > own.points]
    if not better:
        return ""
    nearest = better[-1]
    return _("%(n)d behind rank %(rank)d") % {"n": nearest.points - own.points, "rank": nearest.rank}


def _monday(period: str, group: Group) -> datetime:
    first, _last = days_of(period)
    return datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(group.time_zone))
