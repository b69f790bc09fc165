"""Telling people, and what they do with what they are told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from community.live.actions import refresh
from community.models import MutedThread, Notification, NotificationPreference, User

from .kinds import KINDS
from .policies import hearers, is_heard, wanting_mail

MOST_ACTORS = 50  # remembered per thread; more are counted
_WRITTEN = ["verb", "actor_object_id", "place", "count", "unread", "timestamp", "data", "mail_due_at"]


@transaction.atomic
def notify(
    recipients: Iterable[User],
    *,
    verb: str,
    actor: User | None,
    thread: str,
    target: Model | None = None,
    place: str = "",
    data: Mapping[str, Any],
    once: bool = False,
    at: datetime | None = None,
) -> int:
    """Tell `recipients` but `actor` of something, one row each for a thread; return how many heard.

    A repeat raises the row's count and makes it unread again; with `once`, not that of an actor whom the row names.
    `verb` is one of KINDS, which says what `data` holds; `actor` is None where nobody else did it. While the capability
    is off, notices are written already read. With `at` given (a replay or an import) nothing is mailed. A fixed number
    of queries for any number of recipients.
    """
    kind = KINDS[verb]
    people = list({user.pk: user for user in recipients if actor is None or user.pk != actor.pk}.values())
    people = hearers(people, kind=kind, thread=thread, place=place)
    if not people:
        return 0
    open_now = is_heard(kind)
    mailed = wanting_mail(people, kind=kind) if open_now and at is None else set()
    now = at or timezone.now()

    def told(row: Notification) -> Notification:
        who = actor.pk if actor else row.recipient_id
        _raise(row, verb=verb, who=who, place=place, data=data, now=now, unread=open_now)
        row.mail_due_at = now if row.recipient_id in mailed else None
        return row

    # Whoever is told of it for the first time has a row now, by us or by who tells them at the same moment.
    first = [told(_blank(user, thread=thread, target=target)) for user in sorted(people, key=lambda user: user.pk)]
    Notification.objects.bulk_create(first, ignore_conflicts=True, batch_size=500)
    ours = {row.uid for row in first}
    before = [row for row in _lock(people, thread) if row.uid not in ours]
    again = [told(row) for row in before if not (once and actor and actor.pk in row.data["actors"])]
    Notification.objects.bulk_update(again, _WRITTEN, batch_size=500)
    if open_now:
        refresh(*(f"person:{user.uid}" for user in people))
    return len(people) - len(before) + len(again)


def read_thread(user: User, *, thread: str) -> int:
    """Mark the notices of `thread`, and of the threads below it, as read; return how many were not."""
    if not thread:
        return 0
    return _read(user, Q(thread=thread) | Q(thread__startswith=f"{thread}:"))


def read_notice(user: User, *, uid: UUID) -> int:
    """Mark one notice as read; return whether it was not."""
    return _read(user, Q(uid=uid))


def read_all(user: User) -> int:
    """Mark every notice of `user` as read; return how many were not."""
    return _read(user, Q())


@transaction.atomic
def mute(notification: Notification, *, at: datetime | None = None) -> None:
    """Tell its recipient no more of the conversation, or of the kind where it is no conversation."""
    kind = KINDS[notification.verb]
    user = notification.recipient
    if kind.conversation:
        MutedThread.objects.get_or_create(user=user, thread=notification.thread, defaults={"at": at or timezone.now()})
    else:
        prefer(user, verb=kind.verb, on_site=False, by_mail=False)
    _read(user, Q(uid=notification.uid))


def unmute_all(user: User) -> None:
    """Let `user` hear of every muted conversation again."""
    MutedThread.objects.filter(user=user).delete()


def prefer(user: User, *, verb: str, on_site: bool, by_mail: bool) -> None:
    """Keep what `user` wants to hear of a kind; without the notice there is no mail."""
    NotificationPreference.objects.update_or_create(
        user=user, kind=KINDS[verb].verb, defaults={"on_site": on_site, "by_mail": on_site and by_mail}
    )


@transaction.atomic
def choose(user: User, chosen: Mapping[str, tuple[bool, bool]]) -> None:
    """Keep what `user` wants to hear: (here, by mail) for each verb."""
    for verb, (on_site, by_mail) in chosen.items():
        prefer(user, verb=verb, on_site=on_site, by_mail=by_mail)


def _lock(people: list[User], thread: str) -> list[Notification]:
    rows = Notification.objects.filter(recipient__in=people, thread=thread)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _blank(user: User, *, thread: str, target: Model | None) -> Notification:
    row = Notification(recipient=user, thread=thread, count=0, unread=False)
    row.actor_content_type = ContentType.objects.get_for_model(User)
    if target is not None:
        row.target_content_type = ContentType.objects.get_for_model(target)
        row.target_object_id = str(target.pk)
    return row


def _raise(
    row: Notification, *, verb: str, who: int, place: str, data: Mapping[str, Any], now: datetime, unread: bool
) -> None:
    """Count one more since the row was last read."""
    before = (row.data or {}).get("actors", []) if row.unread else []
    row.count = row.count + 1 if row.unread else 1
    row.data = {**data, "actors": [who, *(pk for pk in before if pk != who)][:MOST_ACTORS]}
    row.verb, row.place, row.actor_object_id = verb, place, str(who)
    row.unread = unread
    row.timestamp = now


def _read(user: User, which: Q) -> int:
    read = Notification.objects.filter(which, recipient=user, unread=True).update(unread=False, mail_due_at=None)
    if read:
        refresh(f"person:{user.uid}")
    return read
