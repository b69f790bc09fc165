"""What the pages of a group list: its courses as one member learns them, its people, who leads it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Assignment, Group, Invitation, Membership, Topic, User
from community.people.faces import Face, face, face_of
from community.times import day
from courses import alphabet, capabilities
from courses.access import days
from courses.addresses import activity_url, course_url
from courses.catalog import outlines
from courses.catalog import queries as catalog
from courses.claims.checklists import presenting as checklists
from courses.claims.slots import beside
from courses.models import Outline, Progress
from courses.prepared import Prepared

from . import inviting, policies, queries

PAGE = 50  # people on a page
FACES = 7
TOPICS = 2  # shown to whoever is outside a public group
_MANAGERS_FIRST = Case(When(role=Membership.Role.MANAGER, then=Value(0)), default=Value(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRow:
    """A course the group learns, for the component line: `note` says how far the viewer is and when it is due."""

    key: uuid.UUID
    cover: str
    title: str
    url: str
    note: str
    due: datetime | None
    due_to_viewer: bool
    done: int
    required: int
    first: "First | None" = None
    studied: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first thing in a course that its viewer has not begun and does not teach."""

    title: str
    url: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member as the others see them; `items` are what a manager may do, for the component menu."""

    person: Face
    headline: str
    role: str
    manages: bool
    named: bool
    menu_id: str
    menu_label: str
    items: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Beside a group's feed: what it learns, who leads it, some of its faces."""

    courses: list[CourseRow]
    leads: list[Face]
    faces: list[Face]
    checklists: SafeString
    start: CourseRow | None


def aside(group: Group, viewer: User, *, leads: bool) -> Aside:
    """Return what stands beside a group's feed, to one who `leads` it or not. Three queries."""
    people = [(role, face(*columns)) for role, *columns in _first_members(group=group.pk)]
    managers = [person for role, person in people if role == Membership.Role.MANAGER]
    learned = courses(group, viewer)
    return Aside(
        courses=learned,
        start=start(learned),
        leads=managers[:3],
        faces=[person for role, person in people if role != Membership.Role.MANAGER][:FACES] or managers[:FACES],
        checklists=_checklists(group.place, viewer, leads=leads),
    )


def courses(group: Group, viewer: User) -> list[CourseRow]:
    """Return the published courses that `group` learns and how far `viewer` is. One query."""
    return [_course(group, viewer, *row) for row in _learned(group=group.pk, viewer=viewer.pk)]


def start(rows: list[CourseRow]) -> CourseRow | None:
    """Return the course a newcomer starts with: the one due first, else the one assigned first; None once one is begun.

    A day that was over when they joined is not theirs, and leads nobody.
    """
    if any(row.done for row in rows):
        return None
    beginnings = [row for row in rows if row.first]
    dated = [row for row in beginnings if row.due_to_viewer]
    return min(dated, key=lambda row: row.due, default=next(iter(beginnings), None))


def inside(group: Group, viewer: User) -> dict[str, Any]:
    """Return what whoever is outside is shown of a public group: what it learns until when, its last two topics.

    Of any other group nothing. Two queries.
    """
    if group.visibility != Group.Visibility.PUBLIC:
        return {"courses": [], "topics": []}
    talk = Topic.objects.filter(place=group.place, removed_at=None).exclude(kind=Topic.Kind.POST)
    recent = talk.order_by("-last_at", "-pk")[:TOPICS]
    rows = [{"title": each.title, "note": day(each.last_at)} for each in recent]
    return {"courses": courses(group, viewer), "topics": rows}


def kept_out(group: Group, viewer: User) -> str:
    """Say when a viewer whom a manager took out may come back, and how before then; "" to anybody else."""
    until = policies.kept_out_until(viewer, group)
    if until is None:
        return ""
    if group.visibility == Group.Visibility.PRIVATE:
        text = _("You can ask to join again from %(day)s. A manager can invite you before then.")
    else:
        text = _("You can join again from %(day)s. A manager can invite you before then.")
    return text % {"day": day(until)}


def what_joining_asks(group: Group, *, decided: bool) -> list[str]:
    """Say what one is asked, and what holds, before one joins; managers may decide who does."""
    words = [_("What of your learning the others see: nothing, unless you choose otherwise.")]
    if decided and group.visibility == Group.Visibility.PRIVATE:
        words.append(_("A note to the managers, if you like. They decide who comes in."))
    if group.managed_since:
        words.append(_("Its managers see how far each member is, whatever you choose."))
    return words


def example(group: Group) -> tuple[str, int]:
    """Return the title of the first lesson the group learns and how many its course asks; "" and 0 without one."""
    assigned = queries.assignments(group).first()
    outline = catalog.outline(assigned.course_key) if assigned else None
    if outline is None:
        return "", 0
    first = next(iter(outlines.activities(outline.data)), None)
    return first["title"] if first else "", len(outlines.required(outline.data))


def courses_in_words(group: Group) -> list[str]:
    """Return how many courses the group learns, in words; nothing where there are none."""
    count = queries.assignments(group).count()
    return [ngettext("%(n)d course", "%(n)d courses", count) % {"n": count}] if count else []


def people(group: Group, viewer: User, *, leads: bool, after: str | None = None) -> tuple[list[MemberRow], str]:
    """Return a page of the members, managers first, then by name, and the word for the next. One query.

    With `leads`, each row says what its viewer may do about the member.
    """
    rows = queries.members(group).annotate(rank=_MANAGERS_FIRST, folded=alphabet.Folded("user__display_name"))
    found, following = alphabet.page(rows, after=after, size=PAGE)
    return [_member(group, each, leads=leads and each.user_id != viewer.pk) for each in found], following


def links(invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    """Return the addresses to send to whom one invites, and by how many letters each went out."""
    return [
        {
            "uid": each.uid,
            "expires_at": each.expires_at,
            "address": inviting.address(each),
            "mailed": ngettext("mailed once", "mailed %(n)d times", each.mailed) % {"n": each.mailed}
            if each.mailed
            else "",
        }
        for each in invitations
    ]


def what_was_mailed(addresses: Sequence[str], *, untaken: Sequence[str]) -> str:
    """Return how many invitations went out, which did not, and what to do instead."""
    mailed = len(addresses) - len(untaken)
    if not mailed:
        return _("The mail server does not take letters now: no invitation was mailed. Send the link below yourself.")
    words = ngettext(
        "%(n)d of %(all)d invitations was mailed. Send the link yourself to: %(untaken)s",
        "%(n)d of %(all)d invitations were mailed. Send the link yourself to: %(untaken)s",
        mailed,
    )
    return words % {"n": mailed, "all": len(addresses), "untaken": ", ".join(untaken)}


def _checklists(place: str, viewer: User, *, leads: bool) -> SafeString:
    if not capabilities.is_on("outside"):
        return SafeString()
    return beside(place, checklists.of_leader(place) if leads else checklists.of_learner(place, viewer))


def _member(group: Group, membership: Membership, *, leads: bool) -> MemberRow:
    user = membership.user
    manages = membership.role == Membership.Role.MANAGER
    return MemberRow(
        person=face_of(user),
        headline=user.headline,
        role=str(Membership.Role(membership.role).label),
        manages=manages,
        named=membership.sharing == Membership.Sharing.NAMED,
        menu_id=f"member-{membership.uid}",
        menu_label=_("What to do about %(name)s") % {"name": user.display_name},
        items=_items(group, membership, manages=manages) if leads else [],
    )


def _items(group: Group, membership: Membership, *, manages: bool) -> list[dict[str, Any]]:
    at = [group.uid, membership.uid]
    role = (
        {"label": _("Make a member"), "icon": "person", "action_url": reverse("groups:manager_end", args=at)}
        if manages
        else {"label": _("Make a manager"), "icon": "people", "action_url": reverse("groups:manager", args=at)}
    )
    out = {
        "label": _("Remove from the group"),
        "icon": "x",
        "action_url": reverse("groups:removal", args=at),
        "confirm": _("Remove %(name)s from the group? What they finished leaves its feed and leaderboard at once.")
        % {"name": membership.user.display_name},
        "danger": True,
        "rule": True,
    }
    return [role, out]


def _managers_first(members: QuerySet[Membership]) -> QuerySet[Membership]:
    return members.order_by(_MANAGERS_FIRST, alphabet.Folded("user__display_name"), "pk")


def _course(
    group: Group,
    viewer: User,
    key: uuid.UUID,
    title: str,
    slug: str | None,
    cover: str | None,
    due_at: datetime | None,
    done: int | None,
    required: int | None,
    joined: datetime | None,
    teaches: bool,
    *first: Any,
) -> CourseRow:
    due = days.set_in(due_at, group.time_zone)
    late = due is not None and joined is not None and days.is_late(due, now=joined, where=days.zone(viewer.time_zone))
    return CourseRow(
        key=key,
        cover=cover or str(key),
        title=title,
        url=course_url(str(key), slug or ""),
        note=f"{_far(done, required)} · {_until(due, too_late=late)}",
        due=due,
        due_to_viewer=due is not None and not late,
        done=done or 0,
        required=required or 0,
        first=_first(*first) if joined and not teaches and not done else None,
    )


def _first(kind: str | None, key: str, title: str, slug: str, minutes: str) -> First | None:
    return First(title=title, url=activity_url(kind, key, slug), minutes=int(minutes)) if kind else None


def _far(done: int | None, required: int | None) -> str:
    if not done or not required:
        return _("Not started")
    if done >= required:
        return _("You finished it")
    return _("You: %(done)d of %(required)d") % {"done": done, "required": required}


def _until(due: datetime | None, *, too_late: bool) -> str:
    if due is None:
        return _("no due date")
    text = _("was due %(day)s, before you joined") if too_late else _("due %(day)s")
    return text % {"day": _day(due)}


def _day(due: datetime) -> str:
    return date_format(due.date(), "j F" if due.year == localtime().year else "j F Y")


def _rows_learned(group: int, viewer: int) -> QuerySet[Any, Any]:
    """What is published of what is assigned, in the order in which it was; no outline is read but for its names."""
    assigned = Assignment.objects.filter(group=group, ended_at=None, course_key=OuterRef("course_key"))
    mine = Progress.objects.filter(
        enrolment__learner=viewer, enrolment__course_key=OuterRef("course_key"), enrolment__ended=None
    )
    return (
        Outline.objects.current()
        .filter(course_key__in=Assignment.objects.filter(group=group, ended_at=None).values("course_key"))
        .order_by(Subquery(assigned.values("assigned_at")), Subquery(assigned.values("pk")))
        .values_list(
            "course_key", KT("data__title"), KT("data__slug"), KT("data__cover"), Subquery(assigned.values("due")),
            Subquery(mine.values("done")[:1]), Subquery(mine.values("required")[:1]),
            Subquery(Membership.objects.filter(group=group, user=viewer, left=None).values("joined")[:1]),
            Exists(catalog.taught(viewer).filter(course_key=OuterRef("course_key"))),
            *(KT(f"data__modules__0__activities__0__{name}") for name in ("kind", "key", "title", "slug", "minutes")),
        )
    )  # fmt: skip


_learned = Prepared(_rows_learned, group=int, viewer=int)
_first_members = Prepared(
    lambda group: _managers_first(queries.members(Group(pk=group))).values_list(
        "role", "user__uid", "user__display_name", "user__picture"
    )[: FACES * 2],
    group=int,
)
