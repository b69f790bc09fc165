"""Who leads a group: somebody always does while anybody is there. Permission is the caller's question."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import actions as live
from community.models import Group, Membership, User
from community.notifications.actions import notify
from community.notifications.withdrawing import settle

from . import invitations, locks, queries


class LastManager(ValidationError):
    """Someone has to lead the group while others are in it."""

    def __init__(self) -> None:
        super().__init__(_("Someone has to lead this group. Make another member its manager first."))


def promote(membership: Membership, *, by: User, role: str) -> None:
    """Give a member another role; who leads no longer invites no longer. Raises LastManager where nobody would lead."""
    with transaction.atomic():
        if role != Membership.Role.MANAGER:
            keep_a_manager(membership)
        Membership.objects.open().filter(pk=membership.pk).update(role=role)
        if role != Membership.Role.MANAGER:
            invitations.end_links_of(membership, at=timezone.now())
            settle(user=membership.user)
    membership.role = role


def keep_led(group: Group, *, at: datetime | None = None) -> Membership | None:
    """Let whoever has been in `group` longest lead it where nobody can, for a manager's account may have been closed.

    They are told. Returns who leads it from now on, None where somebody did or nobody is there.
    """
    with transaction.atomic():
        locks.hold(group.pk)
        if queries.managers(group).exists():
            return None
        heir = queries.members(group).order_by("joined", "pk").first()
        if heir is None:
            return None
        promote(heir, by=heir.user, role=Membership.Role.MANAGER)
        notify(
            [heir.user],
            verb="leads",
            actor=None,
            thread=f"group:{group.uid}:leads",
            target=group,
            place=group.place,
            data={"group": str(group.uid)},
            at=at,
        )
        live.refresh(group.place)
    return heir


def keep_led_without(user: User, *, at: datetime | None = None) -> list[Membership]:
    """Keep every group of `user` led, whose account was closed or opened again; return who leads which from now on."""
    mine = queries.groups_of(user).order_by("group")
    return [heir for each in mine if (heir := keep_led(each.group, at=at))]


def keep_a_manager(membership: Membership) -> None:
    """Refuse, holding the group's row, what would leave others without a manager."""
    locks.hold(membership.group_id)
    others = queries.members(membership.group).exclude(pk=membership.pk)
    manages = Membership.objects.open().filter(pk=membership.pk, role=Membership.Role.MANAGER)
    if manages.exists() and others.exists() and not others.filter(role=Membership.Role.MANAGER).exists():
        raise LastManager
