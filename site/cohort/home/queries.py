"""The home of a person and the welcome of a visitor, each read together."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cohort import capabilities
from cohort.models import HomePage
from community.feed import queries as feed
from community.feed.mutings import MUTED
from community.feed.presenting import FeedPage
from community.groups import queries as groups
from community.live.topics import sign
from community.models import Group, Membership, PointEntry, User
from courses.catalog import queries as catalog
from courses.catalog.presenting import cards
from courses.learning import queries as learning
from courses.learning.days import streak
from courses.learning.desk import ContinueCard
from courses.learning.desk import desk as on_the_desk
from courses.models import Record
from courses.pagination import Folded
from courses.prepared import Prepared

from .presenting import desk

AHEAD = timedelta(days=28)
BEGINNINGS = 3  # courses offered to who has none to go on with
_TOGETHER = (
    gettext_lazy("Learn it properly, in good company."),
    gettext_lazy(
        "Short courses by people who know their subject, learned in groups. You decide in each group who sees what you"
        " finish."
    ),
)
_ALONE = (
    gettext_lazy("Learn it properly, at your own pace."),
    gettext_lazy("Short courses by people who know their subject. Stop where you like, and go on from there."),
)
REMEMBERED = 100  # days that are read at once; a row of days that reaches further back is followed further


class Learned(NamedTuple):
    """What was finished on a day, and the points it earned."""

    things: int
    points: int


NOTHING = Learned(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Whose things the feed shows: all, or one group's; `items` are for `components/menu.html`."""

    label: str
    items: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What a person sees at `/`."""

    greeting: str
    streak: str
    streak_short: str
    going_on: ContinueCard | None
    to_begin: list[cards.CourseCard]
    feed: FeedPage | None
    filter: Filter | None
    next_url: str
    live: str
    week: list[desk.WeekDay]
    week_text: str
    week_url: str
    due: list[desk.Line]
    due_first: tuple[str, str, str] | None
    shared: list[desk.Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class You:
    """What is one's own: face, week and the doors to all of it."""

    head: dict[str, Any]
    doors: list[desk.Line]
    week: list[desk.WeekDay]
    week_text: str
    week_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What a visitor sees at `/`: `introduction` in an admin's words, else `lead`."""

    title: str
    lead: str
    introduction: str
    courses: list[cards.CourseCard] = field(default_factory=list)


def home_of(user: User, *, before: str | None = None, group_uid: str | None = None) -> Home:
    """Return the home of `user`; at most nine queries. A group that is not theirs shows everything."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    lying = on_the_desk(user, until=now + AHEAD)
    days, length = _row_of_days(user, today, now=now)
    switches = capabilities.current()
    mine, muted = _memberships(user) if switches.community else ([], set())
    only = next((each.group for each in mine if str(each.group.uid) == group_uid), None)
    page = None
    if switches.community:
        page = feed.home(user, before=before, group=only, memberships=mine, muted=muted)
    return Home(
        greeting=desk.greeting(user.get_short_name(), now=now),
        streak=_in_a_row(length),
        streak_short=_days_text(length),
        going_on=lying.going_on,
        to_begin=[] if lying.going_on else cards.to_begin(user, most=BEGINNINGS),
        feed=page,
        filter=_filter(mine, only) if len(mine) > 1 else None,
        next_url=_next(page, only) if page else "",
        live=sign(user, *(each.group.place for each in mine if each.group.pk not in muted)) if mine else "",
        week=desk.week(days, today=today),
        week_text=_week_text(days, today=today, points=switches.achievements),
        week_url=reverse("achievements:points") if switches.achievements else "",
        due=desk.due(lying.due, now=now),
        due_first=desk.first_due(lying.due, now=now),
        shared=desk.shared(user, mine) if switches.community else [],
    )


def you_of(user: User) -> You:
    """Return the place of what is `user`'s own. One query, for the days."""
    today, switches = timezone.localtime().date(), capabilities.current()
    days = _days(user, since=timezone.now() - timedelta(days=desk.WEEK + 1))
    return You(
        head=desk.own_head(user),
        doors=desk.doors(
            user,
            community=switches.community,
            achievements=switches.achievements,
            outside=switches.outside,
            edits=user.has_perm("wagtailadmin.access_admin"),
        ),
        week=desk.week(days, today=today),
        week_text=_week_text(days, today=today, points=switches.achievements),
        week_url=reverse("achievements:points") if switches.achievements else "",
    )


def welcome() -> Welcome:
    """Return what the home page says to a visitor, and the courses there are."""
    page = HomePage.objects.live().first()
    title, lead = _TOGETHER if capabilities.current().community else _ALONE
    return Welcome(
        title=(page and page.welcome) or str(title),
        lead=str(lead),
        introduction=page.introduction if page else "",
        courses=cards.every(catalog.published_keys()),
    )


def _week_text(days: dict[date, Learned], *, today: date, points: bool) -> str:
    week = [each for day, each in days.items() if day > today - timedelta(days=desk.WEEK)]
    things, earned = sum(each.things for each in week), sum(each.points for each in week)
    return desk.earned(things, earned if points else None)


def _in_a_row(length: int) -> str:
    return ngettext("%(n)d day in a row", "%(n)d days in a row", length) % {"n": length} if length > 1 else ""


def _days_text(length: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", length) % {"n": length}


def _memberships(user: User) -> tuple[list[Membership], set[int]]:
    """Return the open memberships of `user` by name, with as much of them and their groups as home needs; and the ids
    of the groups they leave out of it.
    """
    rows = _groups(viewer=user.pk)
    mine = [
        Membership(sharing=sharing, role=role, group=Group(pk=pk, uid=uid, name=name, managed_since=managed_since))
        for sharing, role, pk, uid, name, managed_since, _muted in rows
    ]
    return mine, {pk for _sharing, _role, pk, _uid, _name, _since, muted in rows if muted}


def _groups_by_name(viewer: int) -> QuerySet[Membership, Any]:
    mine = groups.groups_of(User(pk=viewer)).order_by(Folded("group__name"), "pk")
    return mine.values_list("sharing", "role", "group", "group__uid", "group__name", "group__managed_since", MUTED)


_groups = Prepared(_groups_by_name, viewer=int)


def _row_of_days(user: User, today: date, *, now: datetime) -> tuple[dict[date, Learned], int]:
    """Return what `user` finished of late, and how many days in a row; one query, and one more for each doubling."""
    back = REMEMBERED
    days = _days(user, since=now - timedelta(days=back))
    while (length := streak(days, today)) >= back - 1:
        back *= 2
        days = _days(user, since=now - timedelta(days=back))
    return days, length


def _days(user: User, *, since: datetime) -> dict[date, Learned]:
    """Return what `user` finished on each of their own days, and the points it earned. One query."""
    days: dict[date, Learned] = {}
    for day, points in _finished(viewer=user.pk, since=since):
        before = days.get(day, NOTHING)
        days[day] = Learned(before.things + 1, before.points + points)
    return days


def _finished_since(viewer: int, since: datetime) -> QuerySet[Record]:
    earned = PointEntry.objects.filter(record=OuterRef("pk"), reversed_by=None).values("record")
    points = Coalesce(Subquery(earned.annotate(n=Sum("points")).values("n")), 0)
    return learning.finished_by(viewer).filter(stored__gte=since, day__isnull=False).values_list("day", points)


_finished = Prepared(_finished_since, viewer=int, since=datetime)


def _filter(mine: list[Membership], only: Group | None) -> Filter:
    everything = {"label": _("All groups"), "url": reverse("home"), "icon": "people"}
    items = [{"label": each.group.name, "url": f"?group={each.group.uid}", "icon": "filter"} for each in mine]
    return Filter(label=only.name if only else _("All groups"), items=[everything, *items])


def _next(page: FeedPage, only: Group | None) -> str:
    if not page.next:
        return ""
    return f"?before={page.next}" + (f"&group={only.uid}" if only else "")
