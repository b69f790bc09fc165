"""What people do with groups. Permission is the caller's question; what can never be is refused here."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, When
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.live import actions as live
from community.models import Group, Invitation, JoinRequest, Membership, User
from community.notifications.actions import notify, settle, take_back
from community.times import day
from courses.sendings import actions as sendings
from search.indexing import touch

from . import consequences, inviting, locks, nesting, policies, queries
from .policies import PAUSE

INVITATION_LASTS = timedelta(days=14)
LETTERS_A_DAY = 50  # by which one person invites
# What already leads somewhere below a group's address decorates none.
DOORS = {"feed", "discussions", "courses", "people", "leaderboard", "progress", "settings", "sharing", "membership"}


class TooManyLetters(ValidationError):
    """One person invites so many by mail within a day."""

    def __init__(self, left: int) -> None:
        words = ngettext(
            "You can mail %(most)d invitations a day, and one is left. Send the link, or go on tomorrow.",
            "You can mail %(most)d invitations a day, and %(left)d are left. Send the link, or go on tomorrow.",
            left,
        )
        super().__init__(words % {"most": LETTERS_A_DAY, "left": max(left, 0)})


class LastManager(ValidationError):
    """Someone has to lead the group while others are in it."""

    def __init__(self) -> None:
        super().__init__(_("Someone has to lead this group. Make another member its manager first."))


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
        founder = join(group, user=by, sharing=sharing, at=now)
        promote(founder, by=by, role=Membership.Role.MANAGER)
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
            waiting = JoinRequest.objects.filter(group=group, user=user, decided_at=None)
            by = invitation.invited_by if invitation else user
            if waiting.update(decided_at=now, decided_by=by, accepted=True):
                _ask_no_more(group, user)
            consequences.joined(membership, at=now)
            if Membership.objects.filter(group=group).exclude(pk=membership.pk).exists():
                keep_led(group, at=at)  # everybody who led it may have left
    return membership


def ask_to_join(group: Group, *, user: User, sharing: str, note: str = "", at: datetime | None = None) -> JoinRequest:
    """Ask the managers of `group` to let `user` in, sharing as chosen; asking twice changes nothing.

    Raises ValidationError for 30 days after they said no, or took `user` out. A manager who read of it is not told
    again where `user` takes it back and asks anew within these days.
    """
    now = at or timezone.now()
    if until := policies.kept_out_until(user, group, at=now):
        text = _("A manager took you out of this group. You can ask again from %(day)s.")
        raise ValidationError(text % {"day": day(until)})
    refused = JoinRequest.objects.filter(group=group, user=user, accepted=False, decided_at__gt=now - PAUSE)
    last = refused.exclude(decided_by=user).order_by("-decided_at").first()
    if last and last.decided_at:
        text = _("The managers did not let you in this time. You can ask again from %(day)s.")
        raise ValidationError(text % {"day": day(last.decided_at + PAUSE)})
    with transaction.atomic():
        request, new = JoinRequest.objects.get_or_create(
            group=group,
            user=user,
            decided_at=None,
            defaults={"sharing": sharing, "note": note, "asked_at": now},
        )
        if new:
            lately = JoinRequest.objects.filter(group=group, user=user, asked_at__gt=now - PAUSE)
            notify(
                queries.managers(group),
                verb="asked_to_join",
                actor=user,
                thread=_requests(group),
                target=group,
                place=group.place,
                data={"group": str(group.uid), "request": str(request.uid)},
                once=lately.filter(decided_by=user, accepted=False).exists(),
                at=at,
            )
    return request


def take_back_request(request: JoinRequest, *, at: datetime | None = None) -> None:
    """Ask no longer."""
    with transaction.atomic():
        open_still = JoinRequest.objects.filter(pk=request.pk, decided_at=None)
        if open_still.update(decided_at=at or timezone.now(), decided_by=request.user, accepted=False):
            _ask_no_more(request.group, request.user)


def decide(request: JoinRequest, *, by: User, accept: bool, at: datetime | None = None) -> Membership | None:
    """Let the one who asked in, or not; the first decision stands."""
    now = at or timezone.now()
    with transaction.atomic():
        locks.hold(request.group_id)
        open_still = JoinRequest.objects.filter(pk=request.pk, decided_at=None)
        if not open_still.update(decided_at=now, decided_by=by, accepted=accept):
            return None
        _ask_no_more(request.group, request.user)
        if not accept:
            return None
        since = request.group.managed_since
        told = since is not None and request.asked_at >= since
        membership = join(request.group, user=request.user, sharing=request.sharing, told=told, at=now)
        notify(
            [request.user],
            verb="admitted",
            actor=by,
            thread=f"group:{request.group.uid}:admitted",
            target=request.group,
            place=request.group.place,
            data={"group": str(request.group.uid)},
            at=at,
        )
    return membership


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
    untaken = inviting.send(invitation, addresses=addresses, note=note)
    mine.update(mailed=len(addresses) - len(untaken))
    if untaken:  # by their places, for to whom it was mailed is not kept
        sendings.note(sending, result=" ".join(str(addresses.index(one)) for one in untaken))
    return untaken


def revoke_invitation(invitation: Invitation, *, at: datetime | None = None) -> None:
    """Let a link lead nowhere from now on."""
    Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=at or timezone.now())


def leave(membership: Membership, *, at: datetime | None = None) -> None:
    """End a membership: its courses, standing and entries go with it, posts stay. Raises LastManager."""
    _end(membership, at=at)


def remove(membership: Membership, *, by: User, at: datetime | None = None) -> None:
    """Take a member out of the group: no link made until now lets them in again. Raises LastManager."""
    _end(membership, at=at, removed_by=by)


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
        Membership.objects.filter(pk=membership.pk, left=None).update(sharing=sharing, shared_since=since)
        consequences.sharing_changed(membership, sharing=sharing)


def share_again(membership: Membership, *, sharing: str, since: datetime | None) -> None:
    """Share as one did before, from the same day: a change is undone."""
    with transaction.atomic():
        Membership.objects.filter(pk=membership.pk, left=None).update(sharing=sharing, shared_since=since)
        consequences.sharing_changed(membership, sharing=sharing)


def agree_to_management(membership: Membership, *, at: datetime | None = None) -> None:
    """Go along with the managers of a group that became managed seeing one's progress."""
    Membership.objects.filter(pk=membership.pk, left=None).update(managed_agreed=at or timezone.now())


def promote(membership: Membership, *, by: User, role: str) -> None:
    """Give a member another role; who leads no longer invites no longer. Raises LastManager where nobody would lead."""
    with transaction.atomic():
        if role != Membership.Role.MANAGER:
            _keep_a_manager(membership)
        Membership.objects.filter(pk=membership.pk, left=None).update(role=role)
        if role != Membership.Role.MANAGER:
            _end_links_of(membership, at=timezone.now())
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


def _requests(group: Group) -> str:
    """Return the one thread of notices about who asks to join."""
    return f"group:{group.uid}:requests"


def _ask_no_more(group: Group, user: User) -> None:
    """Tell the managers no more that `user` asks."""
    take_back(user, thread=_requests(group))
    settle(thread=_requests(group))


def _end(membership: Membership, *, at: datetime | None, removed_by: User | None = None) -> None:
    with transaction.atomic():
        _keep_a_manager(membership)
        now = at or timezone.now()
        if Membership.objects.filter(pk=membership.pk, left=None).update(left=now, removed_by=removed_by):
            membership.left = now
            _end_links_of(membership, at=now)
            consequences.left(membership, at=now)


def _end_links_of(membership: Membership, *, at: datetime) -> None:
    """Let the links of somebody who may invite no longer lead nowhere, even should they lead again one day."""
    made = Invitation.objects.filter(group=membership.group_id, invited_by=membership.user_id, revoked_at=None)
    made.update(revoked_at=at)


def _keep_a_manager(membership: Membership) -> None:
    """Refuse, holding the group's row, what would leave others without a manager."""
    locks.hold(membership.group_id)
    others = queries.members(membership.group).exclude(pk=membership.pk)
    manages = Membership.objects.filter(pk=membership.pk, left=None, role=Membership.Role.MANAGER)
    if manages.exists() and others.exists() and not others.filter(role=Membership.Role.MANAGER).exists():
        raise LastManager


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
