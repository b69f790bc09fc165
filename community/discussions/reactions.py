"""Kudos for what somebody did, "Helpful" for what somebody said: given, taken back, and told once."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.models import Activity, Post, Reaction, User
from community.notifications.actions import notify
from community.notifications.withdrawing import take_back

from .telling import look_again, tell


def react(user: User, *, kind: str, target: uuid.UUID, at: datetime | None = None) -> bool:
    """Give kudos or find helpful; return whether it is new. Who did it is told once, however often it is given."""
    with transaction.atomic():
        _, new = Reaction.objects.get_or_create(
            user=user, kind=kind, target=target, defaults={"at": at or timezone.now()}
        )
        if new:
            _tell_of_reaction(user, kind=kind, target=target, at=at)
    return new


def unreact(user: User, *, kind: str, target: uuid.UUID) -> bool:
    """Take back kudos or "Helpful"; return whether there was any."""
    with transaction.atomic():
        gone, _ = Reaction.objects.filter(user=user, kind=kind, target=target).delete()
        if gone:
            take_back(user, thread=_thread(kind, target))
    return bool(gone)


def settle(user: User, *, kind: str, target: uuid.UUID, given: bool) -> None:
    """Let it be `given` or not, whatever stands now: a press that is sent twice counts once."""
    act = react if given else unreact
    act(user, kind=kind, target=target)


def _tell_of_reaction(user: User, *, kind: str, target: uuid.UUID, at: datetime | None) -> None:
    if kind == Reaction.Kind.KUDOS:
        _tell_of_kudos(user, activity=target, at=at)
    else:
        _tell_of_help(user, post_uid=target, at=at)


def _tell_of_kudos(user: User, *, activity: uuid.UUID, at: datetime | None) -> None:
    found = Activity.objects.select_related("actor").filter(pk=activity).first()
    if found:
        notify(
            [found.actor],
            verb="kudos",
            actor=user,
            thread=_thread(Reaction.Kind.KUDOS, activity),
            data={"activity": str(activity)},
            once=True,
            at=at,
        )


def _thread(kind: str, target: uuid.UUID) -> str:
    if kind == Reaction.Kind.KUDOS:
        return f"activity:{target}:kudos"
    topic = Post.objects.filter(uid=target).values_list("topic__uid", flat=True).first()
    return f"topic:{topic}:helpful:{target}"


def _tell_of_help(user: User, *, post_uid: uuid.UUID, at: datetime | None) -> None:
    post = Post.objects.select_related("author", "topic").filter(uid=post_uid).first()
    if post:
        look_again(post.topic)
        tell([post.author], verb="helpful", post=post, by=user, below=f":helpful:{post.uid}", once=True, at=at)
