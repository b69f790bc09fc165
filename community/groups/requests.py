"""Asking the managers of a group to be let in, and what they decide. Permission is the caller's question."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Group, JoinRequest, Membership, User
from community.notifications.actions import notify
from community.times import day

from . import consequences, locks, memberships, policies, queries
from .policies import PAUSE


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
                thread=consequences.requests(group),
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
        open_still = JoinRequest.objects.open().filter(pk=request.pk)
        if open_still.update(decided_at=at or timezone.now(), decided_by=request.user, accepted=False):
            consequences.asks_no_more(request.group, request.user)


def decide(request: JoinRequest, *, by: User, accept: bool, at: datetime | None = None) -> Membership | None:
    """Let the one who asked in, or not; the first decision stands."""
    now = at or timezone.now()
    with transaction.atomic():
        locks.hold(request.group_id)
        open_still = JoinRequest.objects.open().filter(pk=request.pk)
        if not open_still.update(decided_at=now, decided_by=by, accepted=accept):
            return None
        consequences.asks_no_more(request.group, request.user)
        if not accept:
            return None
        since = request.group.managed_since
        told = since is not None and request.asked_at >= since
        membership = memberships.join(request.group, user=request.user, sharing=request.sharing, told=told, at=now)
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
