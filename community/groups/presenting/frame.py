"""What stands around every page of a group: its head, what I share here, its tabs. One query."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Func, IntegerField, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.live.topics import of_managers, sign
from community.models import Assignment, Group, Membership, Topic, User
from community.requests import PersonRequest
from community.times import day
from courses import capabilities
from courses.prepared import Prepared

from .. import policies, queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A page of the group; `count` is None where nothing is counted."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A group as its member `membership` sees it; `head`, `status` and `tabs` are for the components.

    `live_topics` is the signed topic of the group, which `_frame.html` subscribes to.
    """

    group: Group
    membership: Membership
    place: str
    people: int
    named: int
    courses: int
    is_manager: bool
    asks_agreement: bool
    head: dict[str, Any]
    status: dict[str, Any]
    tabs: list[Tab]
    live_topics: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door:
    key: str
    label: Callable[[], str]
    route: str
    counted: str = ""
    hidden_at_none: bool = False
    managers_only: bool = False
    capability: str = "community"


_DOORS = (
    _Door(key="feed", label=lambda: _("Feed"), route="feed:group"),
    _Door(key="discussions", label=lambda: _("Discussions"), route="discussions:list", counted="topics"),
    _Door(key="courses", label=lambda: _("Courses"), route="groups:courses", counted="courses"),
    _Door(key="people", label=lambda: _("People"), route="groups:people", counted="people"),
    _Door(key="leaderboard", label=lambda: _("Leaderboard"), route="leaderboards:board", capability="achievements"),
    _Door(
        key="outside",
        label=lambda: _("To confirm"),
        route="outside:queue",
        counted="claims",
        hidden_at_none=True,
        managers_only=True,
        capability="outside",
    ),
    _Door(key="progress", label=lambda: _("Progress"), route="insights:grid", managers_only=True),
    _Door(key="settings", label=lambda: _("Settings"), route="groups:settings", managers_only=True),
)


def frame_of(request: PersonRequest, uid: uuid.UUID, *, tab: str) -> Frame:
    """Return the frame of a group to its member; to anyone else the group's page is a 404."""
    found = _mine(user=request.user.pk, uid=uid, place=f"group:{uid}")
    if not found:
        raise Http404
    membership = _counted(found[0])
    membership.user = request.user
    group = membership.group
    is_manager = membership.role == Membership.Role.MANAGER
    return Frame(
        group=group,
        membership=membership,
        place=group.place,
        people=membership.people,
        named=membership.named,
        courses=membership.courses,
        is_manager=is_manager,
        asks_agreement=bool(group.managed_since) and not policies.agreed_to_management(membership),
        head=head(
            group,
            people=membership.people,
            more=[_("Member since %(day)s") % {"day": day(membership.joined)}],
        )
        | {"slim": tab != "feed"},
        status=_status(membership),
        tabs=_tabs(membership, tab, is_manager=is_manager),
        live_topics=sign(request.user, group.place, *([of_managers(group.place)] if is_manager else [])),
    )


def led_frame_of(request: PersonRequest, uid: uuid.UUID, *, tab: str) -> Frame:
    """Return the frame of a group to its manager; to anyone else this page of it is a 404."""
    frame = frame_of(request, uid, tab=tab)
    if not frame.is_manager:
        raise Http404
    return frame


def head(group: Group, *, people: int, more: list[str], kicker: str = "") -> dict[str, Any]:
    """Return a group's head for the component group_head."""
    count = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
    return {
        "title": group.name,
        "kicker": kicker,
        "text": group.purpose,
        "meta": [kind_of(group), count, *more],
        "group": group.uid,
    }


def kind_of(group: Group) -> str:
    """Return what kind of group it is, in words."""
    return {
        Group.Visibility.PUBLIC: _("Public group"),
        Group.Visibility.PRIVATE: _("Private group"),
        Group.Visibility.HIDDEN: _("Hidden group"),
    }[Group.Visibility(group.visibility)]


def _counted(row: tuple[Any, ...]) -> Any:
    """Return the membership of a row, with its group, and its counts beside."""
    middle = len(_MEMBERSHIP) + len(_GROUP)
    membership: Any = Membership.from_db(DEFAULT_DB_ALIAS, _MEMBERSHIP, row[: len(_MEMBERSHIP)])
    membership.group = Group.from_db(DEFAULT_DB_ALIAS, _GROUP, row[len(_MEMBERSHIP) : middle])
    counts = ("people", "named", "courses", "topics", "claims")
    for name, number in zip(counts, row[middle:], strict=True):
        setattr(membership, name, number)
    return membership


def _rows(user: int, uid: uuid.UUID, place: str) -> QuerySet[Any, Any]:
    inside = Membership.objects.open().filter(group=OuterRef("group"), user__is_active=True)
    talk = Topic.objects.standing().filter(place=place).exclude(kind=Topic.Kind.POST)
    return (
        queries.groups_of(User(pk=user))
        .filter(group__uid=uid)
        .values_list(
            *_MEMBERSHIP,
            *(f"group__{name}" for name in _GROUP),
            count_of(inside),
            count_of(inside.filter(sharing=Membership.Sharing.NAMED)),
            count_of(Assignment.objects.standing().filter(group=OuterRef("group"))),
            count_of(talk),
            count_of(queries.claims_waiting_in(place, group=OuterRef(OuterRef("group")), user=User(pk=user))),
        )
    )


def count_of(rows: QuerySet[Any]) -> Subquery:
    """Return how many `rows` there are, as a column; a count without GROUP BY is 0 where there are none."""
    number = Func("pk", function="COUNT", output_field=IntegerField())
    return Subquery(rows.order_by().annotate(number=number).values("number"))


def _tabs(membership: Any, current: str, *, is_manager: bool) -> list[Tab]:
    """Return the doors in their order; for a manager how everybody gets on comes first."""
    tabs = []
    for door in sorted(_DOORS, key=lambda door: is_manager and door.key != "progress"):
        count = getattr(membership, door.counted) if door.counted else None
        if not capabilities.is_on(door.capability) or (door.managers_only and not is_manager):
            continue
        if door.hidden_at_none and not count and door.key != current:
            continue
        url = reverse(door.route, args=[membership.group.uid])
        tabs.append(Tab(label=door.label(), url=url, count=count, current=door.key == current))
    return tabs


def _status(membership: Any) -> dict[str, Any]:
    others = membership.people - 1
    if membership.sharing == Membership.Sharing.NAMED:
        title = _("You share by name here.")
        text = ngettext(
            "Since %(day)s, the other member sees what you finish.",
            "Since %(day)s, the other %(n)d members see what you finish.",
            others,
        ) % {"day": day(membership.shared_since), "n": others}
    else:
        title = _("You are private here.")
        text = _("Nothing of what you learn appears in the group.")
    if policies.agreed_to_management(membership):
        text = f"{text} {_('Its managers see your progress.')}"
    return {
        "sharing": membership.sharing,
        "title": title,
        "text": text,
        "change_url": reverse("groups:sharing", args=[membership.group.uid]),
    }


_MEMBERSHIP = [field.attname for field in Membership._meta.concrete_fields]
_GROUP = [field.attname for field in Group._meta.concrete_fields]
_mine = Prepared(_rows, user=int, uid=uuid.UUID, place=str)
