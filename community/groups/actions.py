"""What people do with a group itself. Permission is the caller's question; what can never be is refused here."""

import uuid
from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from community.live import actions as live
from community.models import Group, Membership, User
from courses.sendings import actions as sendings
from search.indexing import touch

from . import consequences, leadership, locks, memberships, nesting

# What already leads somewhere below a group's address decorates none.
DOORS = {"feed", "discussions", "courses", "people", "leaderboard", "progress", "settings", "sharing", "membership"}


def create(
    by: User,
    *,
    name: str,
    purpose: str,
    visibility: str,
    managed: bool = False,
    time_zone: str | None = None,
    parent: Group | None = None,
    sharing: str = Membership.Sharing.PRIVATE,
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Group:
    """Found a group; its founder is its first manager. The same form sent again returns the group it founded."""
    now = at or timezone.now()
    _check_nesting(visibility, parent)

    def found() -> Group:
        group = Group.objects.create(
            name=name,
            slug=_slug(name),
            purpose=purpose,
            visibility=visibility,
            parent=parent,
            managed_since=now if managed else None,
            time_zone=time_zone or by.time_zone,
            created_by=by,
            created_at=now,
        )
        founder = memberships.join(group, user=by, sharing=sharing, at=now)
        leadership.promote(founder, by=by, role=Membership.Role.MANAGER)
        return group

    said = ("group", name, purpose, visibility, managed, time_zone)
    with transaction.atomic():
        return sendings.once(by, client_uid=client_uid, said=said, of=Group, make=found)


class Said(TypedDict, total=False):
    """What a group is, as its managers change it."""

    name: str
    purpose: str
    visibility: str
    managed: bool
    time_zone: str


def edit(group: Group, *, by: User, at: datetime | None = None, **changes: Unpack[Said]) -> Group:
    """Change what a group is, and nothing that is not among `changes`, for another manager may be changing that.

    Made managed, each member is asked again; a new zone derives its weeks again.
    """
    with transaction.atomic():
        group = locks.hold(group.pk)
        before = group.time_zone
        _check_nesting(changes.get("visibility", group.visibility), group.parent, group)
        managed = changes.pop("managed", bool(group.managed_since))
        if managed != bool(group.managed_since):
            group.managed_since = (at or timezone.now()) if managed else None
        for name, value in changes.items():
            setattr(group, name, value)
        group.slug = _slug(group.name)
        group.save()
        if before != group.time_zone:
            consequences.zone_changed(group, before=before)
        touch("group", group.uid)
        live.refresh(group.place)
    return group


def _check_nesting(visibility: str, parent: Group | None, group: Group | None = None) -> None:
    if parent and not nesting.may_lie_in(visibility, parent.visibility):
        raise ValidationError(_("A group inside another cannot be easier to find than that one."))
    children = group.children.values_list("visibility", flat=True) if group else ()
    if any(not nesting.may_lie_in(child, visibility) for child in children):
        raise ValidationError(_("A group inside this one would be easier to find than it."))
    if not nesting.fits(levels_above=_levels_above(parent)):
        raise ValidationError(_("Groups lie at most four levels deep."))


def _levels_above(parent: Group | None) -> int:
    levels = 0
    while parent and levels <= nesting.MOST_LEVELS:
        levels, parent = levels + 1, parent.parent
    return levels


def _slug(name: str) -> str:
    slug = slugify(name, allow_unicode=True)[:80]
    return "" if slug in DOORS else slug
