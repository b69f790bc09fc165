"""Groups, their members and what is assigned, read through a person."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from community.models import Assignment, Group, Invitation, JoinRequest, Membership, User
from courses.claims import queries as claims
from courses.models import Claim
from courses.pagination import Folded

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer = User | AnonymousUser


def groups_of(user: "Viewer") -> QuerySet[Membership]:
    """Return the open memberships of `user`, each with its group."""
    if not user.is_authenticated:
        return Membership.objects.none()
    return Membership.objects.open().filter(user_id=user.pk).select_related("group")


def led_by(user: "Viewer") -> QuerySet[Group]:
    """Return the groups that `user` manages."""
    mine = groups_of(user).filter(role=Membership.Role.MANAGER).values("group")
    return Group.objects.filter(pk__in=mine)


def visible_to(user: "Viewer") -> QuerySet[Group]:
    """Return the groups `user` may know of: what anyone signed in may find, and their own hidden ones."""
    if not user.is_authenticated:
        return Group.objects.none()
    mine = Membership.objects.open().filter(group=OuterRef("pk"), user_id=user.pk)
    return Group.objects.filter(~Q(visibility=Group.Visibility.HIDDEN) | Exists(mine))


def membership(group: Group, user: "Viewer") -> Membership | None:
    """Return the open membership of `user` in `group`, if there is one."""
    return groups_of(user).filter(group=group).first()


def last_membership(group: Group, user: "Viewer") -> Membership | None:
    """Return the membership of `user` in `group` that is open, else the one that ended last, if they ever had one."""
    if not user.is_authenticated:
        return None
    return Membership.objects.filter(group=group, user_id=user.pk).order_by("-joined", "-pk").first()


def memberships(group: Group) -> QuerySet[Membership]:
    """Return the open memberships of `group`, each with its person, whom an admin may have suspended for a time."""
    return Membership.objects.open().filter(group=group).select_related("user")


def members(group: Group) -> QuerySet[Membership]:
    """Return the open memberships of `group` whose people are active, each with its person."""
    return memberships(group).filter(user__is_active=True)


def ever_members(group: Group) -> QuerySet[Membership]:
    """Return the memberships of `group`, those that ended among them, whose people are active, with both."""
    return Membership.objects.filter(group=group, user__is_active=True).select_related("user", "group")


def managers(group: Group) -> QuerySet[User]:
    """Return the people who manage `group`."""
    return User.objects.filter(
        memberships__group=group,
        memberships__left=None,
        memberships__role=Membership.Role.MANAGER,
        is_active=True,
    )


def people_sharing_group(user: "Viewer") -> QuerySet[User]:
    """Return everyone who is in a group with `user`, but not `user`."""
    if not user.is_authenticated:
        return User.objects.none()
    mine = groups_of(user).values("group")
    theirs = Membership.objects.open().filter(group__in=mine).values("user")
    return User.objects.filter(pk__in=theirs, is_active=True).exclude(pk=user.pk)


def groups_in_common(user: "Viewer", other: User) -> QuerySet[Membership]:
    """Return the open memberships of `other` in the groups of `user`, each with its group, by name."""
    mine = groups_of(user).values("group")
    return groups_of(other).filter(group__in=mine).order_by(Folded("group__name"), "pk")


def assignments(group: Group) -> QuerySet[Assignment]:
    """Return the courses that `group` learns now, in the order in which they were assigned."""
    return Assignment.objects.standing().filter(group=group).order_by("assigned_at", "pk")


def invitations(*, at: datetime | None = None) -> QuerySet[Invitation]:
    """Return the links that let people in: not taken back, not expired at `at`, their maker still leading the group."""
    maker = Membership.objects.open().filter(
        group=OuterRef("group"), user=OuterRef("invited_by"), role=Membership.Role.MANAGER, user__is_active=True
    )
    standing = Invitation.objects.filter(Exists(maker), revoked_at=None, expires_at__gt=at or timezone.now())
    return standing.select_related("group", "invited_by")


def invitations_for(user: "Viewer", *, at: datetime | None = None) -> QuerySet[Invitation]:
    """Return the links that let `user` in now: none to a group from which they were removed after it was made."""
    removed = Membership.objects.filter(
        group=OuterRef("group"), user_id=user.pk or 0, removed_by__isnull=False, left__gte=OuterRef("created_at")
    )
    return invitations(at=at).exclude(Exists(removed))


def standing_invitation(uid: uuid.UUID, *, user: "Viewer | None" = None) -> Invitation | None:
    """Return the invitation behind a link while it stands, for `user` where one is given."""
    return (invitations() if user is None else invitations_for(user)).filter(uid=uid).first()


def standing_invitations(group: Group) -> QuerySet[Invitation]:
    """Return the links that still let people join `group`, the newest first."""
    return invitations().filter(group=group).order_by("-created_at", "-pk")


def own_group_of_link(uid: uuid.UUID, user: "Viewer") -> Group | None:
    """Return the group a link was made for, whether it stands or not, where `user` is a member of it."""
    mine = groups_of(user).filter(group__invitations__uid=uid).first()
    return mine.group if mine else None


def letters_of(user: User, *, since: datetime) -> int:
    """Return how many letters `user` invited by since then."""
    mine = Invitation.objects.filter(invited_by=user, created_at__gt=since)
    return mine.aggregate(n=Coalesce(Sum("mailed"), 0))["n"]


def claims_waiting_in(place: str | Combinable, *, group: int | Combinable, user: User) -> QuerySet[Claim]:
    """Return the claims of its members, but not of `user`, that wait at the `place` of `group` (or columns of them)."""
    member = Membership.objects.open().filter(user=OuterRef("learner"), group=group, user__is_active=True)
    return claims.waiting().filter(Exists(member), place=place).exclude(learner=user.pk)


def open_requests(group: Group) -> QuerySet[JoinRequest]:
    """Return who asks to join `group` and waits for a decision, the longest waiting first."""
    waiting = JoinRequest.objects.open().filter(group=group, user__is_active=True)
    return waiting.select_related("user").order_by("asked_at", "pk")


def open_request(group: Group, user: "Viewer") -> JoinRequest | None:
    """Return the request by which `user` waits to join `group`, if there is one."""
    if not user.is_authenticated:
        return None
    return JoinRequest.objects.open().filter(group=group, user_id=user.pk).first()
