"""Inviting into a group, by a link or by mail. Permission is the caller's question."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from community.models import Group, Invitation, Membership, User
from courses.sendings import actions as sendings

from . import letters, queries

INVITATION_LASTS = timedelta(days=14)
LETTERS_A_DAY = 50  # by which one person invites


class TooManyLetters(ValidationError):
    """One person invites so many by mail within a day."""

    def __init__(self, left: int) -> None:
        words = ngettext(
            "You can mail %(most)d invitations a day, and one is left. Send the link, or go on tomorrow.",
            "You can mail %(most)d invitations a day, and %(left)d are left. Send the link, or go on tomorrow.",
            left,
        )
        super().__init__(words % {"most": LETTERS_A_DAY, "left": max(left, 0)})


def invite(group: Group, *, by: User, at: datetime | None = None) -> Invitation:
    """Make a link that lets whoever follows it within 14 days join, as long as `by` leads the group."""
    now = at or timezone.now()
    return Invitation.objects.create(group=group, invited_by=by, created_at=now, expires_at=now + INVITATION_LASTS)


def invite_by_mail(
    group: Group,
    *,
    by: User,
    addresses: Sequence[str],
    note: str = "",
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> list[str]:
    """Mail one link, with the inviter's `note`, to each of `addresses`, whoever they belong to; nobody is looked up.

    Raises TooManyLetters beyond what one person mails within a day, of which only what the mail server took counts.
    Returns the addresses whose letters it did not take; the link works either way. The same form sent again mails
    nothing, and returns the same.
    """
    now = at or timezone.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two letters at once count one after the other
        said = ("invitations", str(group.uid), *addresses, note)
        sending, first = sendings.begin(by, client_uid=client_uid or uuid.uuid4(), said=said)
        if not first:
            return [addresses[int(place)] for place in sending.result.split()]
        left = LETTERS_A_DAY - queries.letters_of(by, since=now - timedelta(days=1))
        if len(addresses) > left:
            raise TooManyLetters(left)
        invitation = invite(group, by=by, at=now)
        mine = Invitation.objects.filter(pk=invitation.pk)
        mine.update(mailed=len(addresses))  # until it is known, so that two at once do not mail too many
    untaken = letters.send(invitation, addresses=addresses, note=note)
    mine.update(mailed=len(addresses) - len(untaken))
    if untaken:  # by their places, for to whom it was mailed is not kept
        sendings.note(sending, result=" ".join(str(addresses.index(one)) for one in untaken))
    return untaken


def revoke_invitation(invitation: Invitation, *, at: datetime | None = None) -> None:
    """Let a link lead nowhere from now on."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at or timezone.now())


def let_links_stand_again(membership: Membership, *, ended_at: datetime) -> None:
    """Let the links of somebody who may invite again lead where they led, but for those that they ended themselves."""
    ended = Invitation.objects.filter(group=membership.group_id, invited_by=membership.user_id, revoked_at=ended_at)
    ended.update(revoked_at=None)


def end_links_of(membership: Membership, *, at: datetime) -> None:
    """Let the links of somebody who may invite no longer lead nowhere, even should they lead again one day."""
    made = Invitation.objects.filter(group=membership.group_id, invited_by=membership.user_id, revoked_at=None)
    made.update(revoked_at=at)
