"""The home of a person and the welcome of a visitor, each read together."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohort import capabilities
from cohort.models import HomePage
from community.feed import queries as feed
from community.feed.items import FeedPage
from community.groups import queries as groups
from community.live.topics import sign
from community.models import Group, Membership, PointEntry, User
from courses.catalog import cards
from courses.catalog import queries as catalog
from courses.learning import queries as learning
from courses.learning.days import streak
from courses.learning.desk import ContinueCard
from courses.learning.desk import desk as on_the_desk

from . import desk

AHEAD = timedelta(days=28)
REMEMBERED = timedelta(days=100)  # how far back a row of days is followed


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
    going_on: ContinueCard | None
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
class Welcome:
    """What a visitor sees at `/`."""

    title: str
    introduction: str
    courses: list[cards.CourseCard] = field(default_factory=list)


def home_of(user: User, *, before: str | None = None, group_uid: str | None = None) -> Home:
    """Return the home of `user`; at most nine queries. A group that is not theirs shows everything."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    lying = on_the_desk(user, until=now + AHEAD)
    days = learning.days_learned(user, today - REMEMBERED)
    switches = capabilities.current()
    mine = list(groups.groups_of(user).order_by("group__name", "pk")) if switches.community else []
    only = next((each.group for each in mine if str(each.group.uid) == group_uid), None)
    page = feed.home(user, before=before, group=only, memberships=mine) if switches.community else None
    this_week = {day: n for day, n in days.items() if day >= today - timedelta(days=today.weekday())}
    return Home(
        greeting=desk.greeting(user.get_short_name(), now=now),
        streak=_in_a_row(streak(days, today)),
        going_on=lying.going_on,
        feed=page,
        filter=_filter(mine, only) if len(mine) > 1 else None,
        next_url=_next(page, only) if page else "",
        live=sign(user, *(each.group.place for each in mine)) if mine else "",
        week=desk.week(days, today=today),
        week_text=desk.earned(sum(this_week.values()), _points(user, today) if switches.achievements else None),
        week_url=reverse("achievements:points") if switches.achievements else "",
        due=desk.due(lying.due, now=now),
        due_first=desk.first_due(lying.due, now=now),
        shared=desk.shared(user, mine) if switches.community else [],
    )


def welcome() -> Welcome:
    """Return what the home page says to a visitor, and the courses there are."""
    page = HomePage.objects.live().first()
    return Welcome(
        title=(page and page.welcome) or _("Learn it properly, in good company."),
        introduction=page.introduction if page else "",
        courses=cards.every(catalog.matching()),
    )


def _in_a_row(length: int) -> str:
    return ngettext("%(n)d day in a row", "%(n)d days in a row", length) % {"n": length} if length > 1 else ""


def _points(user: User, today: date) -> int:
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), datetime.min.time()))
    entries = PointEntry.objects.filter(learner=user, at__gte=monday, reversed_by=None)
    return entries.aggregate(points=Sum("points"))["points"] or 0


def _filter(mine: list[Membership], only: Group | None) -> Filter:
    everything = {"label": _("All groups"), "url": reverse("home"), "icon": "people"}
    items = [{"label": each.group.name, "url": f"?group={each.group.uid}", "icon": "filter"} for each in mine]
    return Filter(label=only.name if only else _("All groups"), items=[everything, *items])


def _next(page: FeedPage, only: Group | None) -> str:
    if not page.next:
        return ""
    return f"?before={page.next}" + (f"&group={only.uid}" if only else "")
