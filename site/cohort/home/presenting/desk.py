"""What stands on a person's own home beside the feed: the week, what is due, what is shared where. No queries."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.addresses import address
from community.faces import face_of
from community.models import Membership, User
from courses.learning.desk import DueItem

SHOWN = 5  # groups in the aside
DUE_SHOWN = 3
WEEK = 7  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekDay:
    """A day for `components/week.html`: done, today (nothing finished yet) or missed."""

    letter: str
    name: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row for `components/line.html`."""

    title: str
    url: str
    note: str
    cover: str = ""
    group: str = ""
    chip: str = ""
    chip_tone: str = ""
    icon: str = ""
    icon_label: str = ""


def greeting(name: str, *, now: datetime) -> str:
    """Greet by the clock of the person."""
    hour = timezone.localtime(now).hour
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % {"name": name}
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}


def week(days: Container[date], *, today: date) -> list[WeekDay]:
    """Return the last seven days, today at the end: a Monday does not empty it."""
    return [_week_day(today - timedelta(days=n), days, today) for n in reversed(range(WEEK))]


def earned(things: int, points: int | None) -> str:
    """Say what a week brought: "4 activities, 40 points"; without achievements there are no points."""
    if not things:
        return _("Nothing yet")
    count = ngettext("%(n)d activity", "%(n)d activities", things) % {"n": things}
    if points is None:
        return count
    return count + ", " + ngettext("%(n)d point", "%(n)d points", points) % {"n": points}


def due(items: Iterable[DueItem], *, now: datetime) -> list[Line]:
    """Return the first things due, each with how far one is."""
    return [_due(item, now=now) for item, _n in zip(items, range(DUE_SHOWN), strict=False)]


def first_due(items: Sequence[DueItem], *, now: datetime) -> tuple[str, str, str] | None:
    """Return the address, lead and words of the first thing due, for `components/due_line.html`."""
    if not items:
        return None
    item = items[0]
    day, today = item.due.date(), timezone.localtime(now).date()
    if item.late:
        lead = _("Late since %(day)s:") % {"day": date_format(day, "j F")}
    elif day == today:
        lead = _("Due today:")
    elif day == today + timedelta(days=1):
        lead = _("Due tomorrow:")
    else:
        lead = _("Due %(day)s:") % {"day": date_format(day, "j F")}
    return item.url, lead, item.title


def shared(user: User, memberships: Iterable[Membership]) -> list[Line]:
    """Return what `user` shares in the first of their groups, and with connections if anything."""
    lines = [_shared(membership) for membership, _n in zip(memberships, range(SHOWN), strict=False)]
    if user.sharing == User.Sharing.NAMED:
        lines.append(
            Line(
                title=_("Your connections"),
                url=reverse("people:privacy"),
                note=_("By name"),
                icon="eye",
                icon_label=_("Seen"),
            )
        )
    return lines


def own_head(user: User) -> dict[str, Any]:
    """Return who one is, for the component group_head."""
    return {"title": user.display_name, "text": user.headline, "meta": [user.email], "person": face_of(user)}


def doors(user: User, *, community: bool, achievements: bool, outside: bool, edits: bool) -> list[Line]:
    """Return the doors to all that is one's own, as far as they are open."""
    lines = [Line(title=_("Learning record"), url=reverse("transcripts:record"), note=_("What you did, and the proof"))]
    if achievements:
        note = _("Your badges, and what earned each point")
        lines.append(Line(title=_("Points and badges"), url=reverse("achievements:points"), note=note))
    if outside:
        note = _("Books, talks and practice, and who confirms them")
        lines.append(Line(title=_("Learned elsewhere"), url=reverse("claims:log"), note=note))
    if community:
        profile, connections = reverse("profiles:person", args=[user.uid]), reverse("connections:list")
        lines.insert(0, Line(title=_("Your profile"), url=profile, note=_("What others see of you")))
        lines.append(Line(title=_("Connections"), url=connections, note=_("People you know, and who is asking")))
    note = _("Picture, privacy, password, notifications")
    lines.append(Line(title=_("Settings"), url=reverse("people:settings"), note=note))
    if edits:
        lines.append(Line(title=_("Editor"), url=reverse("wagtailadmin_home"), note=_("Courses, people and reports")))
    return lines


def _week_day(day: date, days: Container[date], today: date) -> WeekDay:
    name = str(WEEKDAYS[day.weekday()])
    if day in days:
        state = "done"
    elif day == today:
        state = "today"
    else:
        state = "missed"
    return WeekDay(letter=name[:1], name=name, state=state)


def _due(item: DueItem, *, now: datetime) -> Line:
    chip, tone = _when_due(item.due.date(), timezone.localtime(now).date(), late=item.late)
    done = _("%(done)d of %(required)d done") % {"done": item.done, "required": item.required}
    return Line(title=item.title, url=item.url, note=done, cover=item.cover, chip=chip, chip_tone=tone)


def _when_due(day: date, today: date, *, late: bool) -> tuple[str, str]:
    if late:
        return _("Late since %(day)s") % {"day": date_format(day, "j M")}, "danger"
    if day == today:
        return _("Today"), "streak"
    if day == today + timedelta(days=1):
        return _("Tomorrow"), "streak"
    return date_format(day, "j M"), ""


def _shared(membership: Membership) -> Line:
    group = membership.group
    named = membership.sharing == Membership.Sharing.NAMED
    manages = membership.role == Membership.Role.MANAGER
    if named:
        note = _("By name")
    elif group.managed_since and not manages:
        note = _("Private. Its managers see your progress.")
    else:
        note = _("Private")
    return Line(
        title=group.name,
        url=address("groups:group", group.uid),
        note=note,
        group=str(group.uid),
        icon="eye" if named else "lock",
        icon_label=_("Seen") if named else _("Private"),
    )
