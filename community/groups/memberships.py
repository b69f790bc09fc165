"""Belonging to a group: coming in, what one shares there, and going. Permission is the caller's question."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, When
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Group, Invitation, JoinRequest, Membership, User

from . import consequences, invitations, leadership, locks, queries


def join(
    group: Group,
    *,
    user: User,
    sharing: str = Membership.Sharing.PRIVATE,
    invitation: Invitation | None = None,
    told: bool = True,
    at: datetime | None = None,
) -> Membership:
    """Make `user` a member who shares as chosen; who is one already stays as they are.

    Joining a managed group, `told` so, agrees that its managers see progress. An open request is settled by it.
    """
    now = at or timezone.now()
    with transaction.atomic():
        group = locks.hold(group.pk)
        if invitation and not queries.invitations_for(user, at=now).filter(pk=invitation.pk, group=group).exists():
            raise ValidationError(_("This invitation has expired. Ask for a new one."))
        membership, new = Membership.objects.get_or_create(
            group=group,
            user=user,
            left=None,
            defaults={
                "joined": now,
                "sharing": sharing,
                "shared_since": None if sharing == Membership.Sharing.PRIVATE else now,
                "managed_agreed": now if group.managed_since and told else None,
            },
        )
        if new:
            waiting = JoinRequest.objects.open().filter(group=group, user=user)
            by = invitation.invited_by if invitation else user
            if waiting.update(decided_at=now, decided_by=by, accepted=True):
                consequences.asks_no_more(group, user)
            consequences.joined(membership, at=now)
            if Membership.objects.filter(group=group).exclude(pk=membership.pk).exists():
                leadership.keep_led(group, at=at)  # everybody who led it may have left
    return membership


def leave(membership: Membership, *, at: datetime | None = None) -> None:
    """End a membership: its courses, standing and entries go with it, posts stay. Raises LastManager."""
    _end(membership, at=at)


def remove(membership: Membership, *, by: User, at: datetime | None = None) -> None:
    """Take a member out of the group: no link made until now lets them in again. Raises LastManager."""
    _end(membership, at=at, removed_by=by)


def put_back(membership: Membership, *, by: User, at: datetime | None = None) -> bool:
    """Let a member whom `by` took out belong again as if they had not: their role, what they share since when, links.

    Returns whether they were out until now: not where they came back meanwhile, or were put back before.
    """
    with transaction.atomic():
        group = locks.hold(membership.group_id)
        last = queries.last_membership(group, membership.user)
        if last is None or last.pk != membership.pk or last.left is None or last.removed_by_id != by.pk:
            return False
        Membership.objects.filter(pk=last.pk).update(left=None, removed_by=None)
        invitations.let_links_stand_again(membership, ended_at=last.left)
        membership.left, membership.removed_by = None, None
        consequences.put_back(membership, at=at or timezone.now())
    return True


def change_sharing(
    membership: Membership, *, sharing: str, from_joining: bool = False, at: datetime | None = None
) -> None:
    """Share as chosen, at once. By name counts from now, or by explicit choice from joining."""
    since: Combinable | None = Case(When(sharing=sharing, then=F("shared_since")), default=at or timezone.now())
    if sharing == Membership.Sharing.PRIVATE:
        since = None
    elif from_joining:
        since = F("joined")
    with transaction.atomic():
        Membership.objects.open().filter(pk=membership.pk).update(sharing=sharing, shared_since=since)
        consequences.sharing_changed(membership, sharing=sharing)


def share_again(membership: Membership, *, sharing: str, since: datetime | None) -> None:
    """Share as one did before, from the same day: a change is undone."""
    with transaction.atomic():
        Membership.objects.open().filter(pk=membership.pk).update(sharing=sharing, shared_since=since)
        consequences.sharing_changed(membership, sharing=sharing)


def agree_to_management(membership: Membership, *, at: datetime | None = None) -> None:
    """Go along with the managers of a group that became managed seeing one's progress."""
    Membership.objects.open().filter(pk=membership.pk).update(managed_agreed=at or timezone.now())


def _end(membership: Membership, *, at: datetime | None, removed_by: User | None = None) -> None:
    with transaction.atomic():
        leadership.keep_a_manager(membership)
        now = at or timezone.now()
        if Membership.objects.open().filter(pk=membership.pk).update(left=now, removed_by=removed_by):
            membership.left = now
            invitations.end_links_of(membership, at=now)
            consequences.left(membership, at=now)
