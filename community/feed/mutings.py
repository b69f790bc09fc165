"""What a person leaves out of their Home: which places those may be, how each is called, and all of them listed."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from community.addresses import address
from community.connections import queries as connections
from community.groups import queries as groups
from community.models import Group, Muting, User

# Of a membership: whether its person leaves its group out of Home.
MUTED = Exists(Muting.objects.filter(user=OuterRef("user"), group=OuterRef("group")))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A muted place as a row of a list."""

    name: str
    note: str
    end_url: str


def find(user: User, uid: uuid.UUID) -> Group | User | None:
    """Return the group of `user`, or the person they are connected with, that is named by `uid`."""
    membership = groups.groups_of(user).filter(group__uid=uid).first()
    if membership:
        return membership.group
    return User.objects.filter(pk__in=connections.connected_ids(user), uid=uid, is_active=True).first()


def left_out_by(user: User) -> list[LeftOut]:
    """Return what `user` leaves out of Home, as far as they still belong there, the latest first. One query."""
    theirs = Q(group__in=groups.groups_of(user).values("group"))
    theirs |= Q(person__in=connections.connected_ids(user), person__is_active=True)
    rows = Muting.objects.filter(theirs, user=user).order_by("-at", "-pk")
    names = rows.values_list("group__uid", "group__name", "person__uid", "person__display_name")
    return [
        LeftOut(
            name=group_name or person_name or "",
            note=_("The group") if group_uid else _("What they share with connections"),
            end_url=address("feed:muting_end", group_uid or person_uid),
        )
        for group_uid, group_name, person_uid, person_name in names
    ]


def people_muted(viewer: int) -> QuerySet[Muting, Any]:
    """Return the ids of the connections whom `viewer` leaves out of Home, ready for `pk__in`."""
    return Muting.objects.filter(user=viewer, person__isnull=False).values("person")


def offer(place: str, *, group: str, person: str, muted: bool) -> tuple[str, str]:
    """Return where one mutes `place` or ends that, and what the button says: `group` is "" at the place of `person`."""
    uid = uuid.UUID(place.partition(":")[2])
    if muted:
        return address("feed:muting_end", uid), _("Show %(place)s on Home again") % {"place": group or person}
    return address("feed:muting", uid), _leave_out(group, person)


def begun(place: Group | User) -> str:
    """Say that `place` is muted."""
    if isinstance(place, Group):
        return _("%(group)s is left out of Home") % {"group": place.name}
    return _("What %(person)s shares is left out of Home") % {"person": place.display_name}


def ended(place: Group | User) -> str:
    """Say that `place` is muted no more."""
    if isinstance(place, Group):
        return _("%(group)s is on Home again") % {"group": place.name}
    return _("What %(person)s shares is on Home again") % {"person": place.display_name}


def ended_before(place: Group | User) -> str:
    """Say that `place` was not muted any more."""
    if isinstance(place, Group):
        return _("%(group)s is on Home already") % {"group": place.name}
    return _("What %(person)s shares is on Home already") % {"person": place.display_name}


def _leave_out(group: str, person: str) -> str:
    if group:
        return _("Leave %(group)s out of Home") % {"group": group}
    return _("Leave what %(person)s shares out of Home") % {"person": person}
