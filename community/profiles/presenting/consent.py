"""Everything a person shares, in one place, and what going private everywhere takes away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.connections import queries as connections
from community.groups import policies
from community.groups import queries as groups
from community.models import Membership, User
from courses.pagination import Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is shared where: `rows` of groups for the component line, and in words what goes and what stays."""

    rows: list[dict[str, Any]]
    named: list[str]
    connections: int
    shares_with_connections: bool
    since: datetime | None
    managed: list[str]

    @property
    def shares_anything(self) -> bool:
        return bool(self.named) or self.shares_with_connections


def overview(user: User) -> Overview:
    """Return everything `user` shares. Two queries."""
    memberships = list(groups.groups_of(user).order_by(Folded("group__name"), "pk"))
    return Overview(
        rows=[_row(membership) for membership in memberships],
        named=[each.group.name for each in memberships if each.sharing == Membership.Sharing.NAMED],
        connections=connections.connected_ids(user).count(),
        shares_with_connections=user.sharing == User.Sharing.NAMED,
        since=user.shared_since,
        managed=[each.group.name for each in memberships if policies.agreed_to_management(each)],
    )


def _row(membership: Membership) -> dict[str, Any]:
    if membership.sharing == Membership.Sharing.NAMED:
        note = _("By name, since %(day)s") % {"day": date_format(timezone.localtime(membership.shared_since), "j F Y")}
    else:
        note = _("Private")
    if policies.agreed_to_management(membership):
        note = f"{note} · {_('its managers see your progress')}"
    return {
        "title": membership.group.name,
        "url": reverse("groups:sharing", args=[membership.group.uid]),
        "note": note,
        "group": membership.group.uid,
    }
