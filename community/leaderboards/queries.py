"""A group's leaderboard: the top three and where I stand, from the standings alone. Nothing sums the ledger."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.groups.frame import count_of
from community.models import Group, Membership, PointEntry, Standing
from community.people.faces import Face, face_of

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
    rows = list(_shown(_visible(group, period), viewer, period))
    own = next((row for row in rows if row.membership_id == viewer.pk), None)
    listed = [row for row in rows if row is not own or _named(viewer)]
    ranks = {row.pk: row.ahead + 1 for row in listed}
    mine = Mine(
        points=own.points if own else 0,
        things=own.things if own else 0,
        rank=ranks.get(own.pk) if own else None,
    )
    return Board(
        period=period,
        people=rows[0].total if rows else 0,
        podium=[Podium(ranks[row.pk], face_of(row.membership.user), points_text(row.points)) for row in listed[:TOP]],
        around=[_row(row, ranks, own, listed) for row in _around(listed, own)] if own and mine.rank else [],
        mine=mine,
        as_of=timezone.now(),
    )


def lines(viewer: Membership, period: str) -> QuerySet[PointEntry]:
    """Return what earned the viewer points in `period`, as this group counts it, the latest first."""
    ledger = PointEntry.objects.filter(learner_id=viewer.user_id, reversed_by=None, at__gte=viewer.joined)
    if period != ALL:
        ledger = ledger.filter(at__gte=_monday(period, viewer.group))
    return ledger.order_by("-at", "-uid")[:LATEST]


def points_text(points: int) -> str:
    """Return points in words."""
    return ngettext("%(n)d point", "%(n)d points", points) % {"n": points}


def things_text(things: int) -> str:
    """Return in words from how many things points come."""
    return ngettext("%(n)d thing", "%(n)d things", things) % {"n": things}


def _visible(group: Group, period: str) -> QuerySet[Standing]:
    """The rows the board may show or count: of open memberships that share by name, with points."""
    return Standing.objects.filter(
        group=group,
        period=period,
        points__gt=0,
        membership__left=None,
        membership__sharing=Membership.Sharing.NAMED,
        membership__user__is_active=True,
    )


def _shown(visible: QuerySet[Standing], viewer: Membership, period: str) -> QuerySet[Standing]:
    """The top three, the viewer's own row and, where they share, two above and two below, each with its rank."""
    own = Standing.objects.filter(membership=viewer, period=period)
    shown = Q(pk__in=_first(visible.order_by("-points", "membership"), TOP)) | Q(pk__in=own.values("pk"))
    if _named(viewer):
        points = Subquery(own.values("points")[:1])
        ahead = Q(points__gt=points) | Q(points=points, membership__lt=viewer.pk)
        behind = Q(points__lt=points) | Q(points=points, membership__gt=viewer.pk)
        shown |= Q(pk__in=_first(visible.filter(ahead).order_by("points", "-membership"), NEAR))
        shown |= Q(pk__in=_first(visible.filter(behind).order_by("-points", "membership"), NEAR))
    return (
        Standing.objects.filter(shown)
        .annotate(ahead=count_of(visible.filter(points__gt=OuterRef("points"))), total=count_of(visible))
        .select_related("membership__user")
        .order_by(F("points").desc(), "membership")
    )


def _first(rows: QuerySet[Standing], count: int) -> QuerySet[Standing]:
    return rows.values("pk")[:count]


def _named(viewer: Membership) -> bool:
    return viewer.sharing == Membership.Sharing.NAMED


def _around(listed: list[Standing], own: Standing) -> list[Standing]:
    place = listed.index(own)
    return listed[max(0, place - NEAR) : place + NEAR + 1]


def _row(row: Standing, ranks: dict[int, int], own: Standing, listed: list[Standing]) -> Row:
    me = row is own
    return Row(
        rank=ranks[row.pk],
        person=face_of(row.membership.user),
        points=row.points,
        things=things_text(row.things),
        note=_behind(own, ranks, listed) if me else "",
        me=me,
    )


def _behind(own: Standing, ranks: dict[int, int], listed: list[Standing]) -> str:
    """Say how far the next better place is."""
    better = [row for row in listed if row.points > own.points]
    if not better:
        return ""
    nearest = better[-1]
    return _("%(n)d behind rank %(rank)d") % {"n": nearest.points - own.points, "rank": ranks[nearest.pk]}


def _monday(period: str, group: Group) -> datetime:
    first, _last = days_of(period)
    return datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(group.time_zone))
