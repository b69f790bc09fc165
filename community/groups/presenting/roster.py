"""The people of a group as its other members see them, and what its managers may do about each."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from community.faces import Face, face_of
from community.models import Group, Membership, User
from courses import pagination

from .. import queries

PAGE = 50  # people on a page
MANAGERS_FIRST = Case(When(role=Membership.Role.MANAGER, then=Value(0)), default=Value(1))


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


def people(group: Group, viewer: User, *, leads: bool, after: str | None = None) -> tuple[list[MemberRow], str]:
    """Return a page of the members, managers first, then by name, and the word for the next. One query.

    With `leads`, each row says what its viewer may do about the member.
    """
    rows = queries.members(group).annotate(rank=MANAGERS_FIRST, folded=pagination.Folded("user__display_name"))
    found, following = pagination.page(rows, after=after, size=PAGE)
    return [_member(group, each, leads=leads and each.user_id != viewer.pk) for each in found], following


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
