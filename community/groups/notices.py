"""Notices of a group: who asks to join, who was taken in, who leads it, what it learns."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.models import Assignment, Group, JoinRequest, Membership, Notification, User
from community.notifications import readers, standing
from community.notifications.presenting import Heard, Told, bold, uid, uids
from community.notifications.standing import uid_in, uids_in
from courses.access import days
from courses.addresses import course_url
from courses.catalog import queries as catalog

from . import queries


def register() -> None:
    """Let these kinds of notices be told."""
    readers.register({"asked_to_join": requests, "admitted": admissions, "leads": leads, "assigned": assignments})
    standing.register({"asked_to_join": _requests, "admitted": _admitted, "leads": _leads, "assigned": _assignments})


def requests(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who asks to join the groups that `user` manages, while anyone waits there."""
    mine = _memberships(user, rows)
    waiting = JoinRequest.objects.open().filter(group__uid__in=mine, user__is_active=True)
    asked: dict[UUID, dict[int, UUID]] = {}
    for group, who, request in waiting.values_list("group__uid", "user", "uid"):
        asked.setdefault(group, {})[who] = request
    return {
        row.pk: Told(
            format_html(_("{who} would like to join {group}"), who=row.actors.bold, group=bold(found.group.name)),
            reverse("groups:people", args=[found.group.uid]),
            **_let_in(row, found.group, asked[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group"))) and found.role == Membership.Role.MANAGER
        if found.group.uid in asked
    }


def _let_in(row: Heard, group: Group, asked: Mapping[int, UUID]) -> dict[str, str]:
    """Return the act that lets in the one who asks; of several each is decided about where all of them stand."""
    waiting = [asked[who] for who in row.data.get("actors", ()) if who in asked]
    if row.actors.count > 1 or len(waiting) != 1:
        return {"door_url": reverse("groups:people", args=[group.uid]), "door_label": _("See who asks")}
    door = reverse("groups:decision", args=[group.uid, waiting[0]])
    return {"act_url": door, "act_label": _("Approve"), "act_name": "accept", "act_value": "yes"}


def admissions(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of groups that took `user` in, while they are a member."""
    mine = _memberships(user, rows)
    return {
        row.pk: Told(
            format_html(_("You are in: {group}"), group=bold(found.group.name)),
            reverse("feed:group", args=[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group")))
    }


def leads(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of groups that `user` leads now, while they do."""
    mine = _memberships(user, rows)
    return {
        row.pk: Told(
            format_html(_("You lead {group} now"), group=bold(found.group.name)),
            reverse("groups:people", args=[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group"))) and found.role == Membership.Role.MANAGER
    }


def assignments(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of courses that groups of `user` learn, while they do."""
    mine = _memberships(user, rows)
    keys = uids(rows, "course")
    assigned = Assignment.objects.standing().filter(group__uid__in=mine, course_key__in=keys)
    due = {
        (group, key): days.set_in(at, zone)
        for group, key, at, zone in assigned.values_list("group__uid", "course_key", "due", "group__time_zone")
    }
    outlines = catalog.outlines(keys)
    told = {}
    for row in rows:
        group, key = uid(row, "group"), uid(row, "course")
        if (group, key) in due and key in outlines:
            data = outlines[key].data
            text = format_html(
                _("{who} added {course} to {group}"),
                who=row.actors.bold,
                course=bold(data["title"]),
                group=mine[group].group.name,
            )
            told[row.pk] = Told(text, course_url(str(key), data["slug"]), _due(due[group, key]))
    return told


def _due(at: datetime | None) -> str:
    return _("Due %(day)s") % {"day": date_format(at.date(), "j F")} if at else ""


def _memberships(user: User, rows: list[Heard]) -> dict[UUID, Membership]:
    mine = queries.groups_of(user).filter(group__uid__in=uids(rows, "group"))
    return {membership.group.uid: membership for membership in mine}


def _requests(rows: list[Notification]) -> set[int]:
    waiting = JoinRequest.objects.open().filter(user__is_active=True, group__uid__in=uids_in(rows, "group"))
    asked = set(waiting.values_list("group__uid", flat=True))
    waits = [row for row in rows if uid_in(row, "group") in asked]
    led = _members(waits, role=Membership.Role.MANAGER)
    return _in_groups(waits, led)


def _admitted(rows: list[Notification]) -> set[int]:
    return _in_groups(rows, _members(rows))


def _leads(rows: list[Notification]) -> set[int]:
    return _in_groups(rows, _members(rows, role=Membership.Role.MANAGER))


def _assignments(rows: list[Notification]) -> set[int]:
    groups, keys = uids_in(rows, "group"), uids_in(rows, "course")
    assigned = Assignment.objects.standing().filter(group__uid__in=groups, course_key__in=keys)
    given = set(assigned.values_list("group__uid", "course_key"))
    learnt = [row for row in rows if (uid_in(row, "group"), uid_in(row, "course")) in given]
    members, outlines = _members(learnt), catalog.outlines(uids_in(learnt, "course"))
    return {
        row.pk
        for row in learnt
        if (row.recipient_id, uid_in(row, "group")) in members and uid_in(row, "course") in outlines
    }


def _in_groups(rows: list[Notification], members: set[tuple[int, UUID]]) -> set[int]:
    return {row.pk for row in rows if (row.recipient_id, uid_in(row, "group")) in members}


def _members(rows: list[Notification], **more: str) -> set[tuple[int, UUID]]:
    people, groups = {row.recipient_id for row in rows}, uids_in(rows, "group")
    open_now = Membership.objects.open().filter(group__uid__in=groups, user__in=people, **more)
    return set(open_now.values_list("user", "group__uid"))
