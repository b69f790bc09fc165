"""Telling people, and what they do with what they are told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
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
    again = [told(row) for row in before if not (once and actor and _told_before(row, actor))]
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


def read_all(user: User) -> list[int]:
    """Mark every notice of `user` as read; return the ids of those that were not, for `unread_again`."""
    ids = list(Notification.objects.filter(recipient=user, unread=True).values_list("pk", flat=True))
    _read(user, Q(pk__in=ids))
    return ids


def unread_again(user: User, *, ids: Sequence[int]) -> None:
    """Mark these notices of `user` as not read after all; they are not mailed any more."""
    if Notification.objects.filter(recipient=user, pk__in=ids, unread=False).update(unread=True):
        settle(user=user)
        refresh(f"person:{user.uid}")


def settle(*, thread: str = "", user: User | None = None, finished_by: User | None = None) -> None:
    """Read what can no longer be told, so that no bell counts it: in `thread` and those below it, among the notices of
    `user`, or of what somebody finished.

    The caller's transaction took its subject away. Each who has an unread notice of it is asked about once.
    """
    from .queries import telling  # it looks into every feature, and each of them tells people by this module

    rows = Notification.objects.filter(unread=True, verb__in=KINDS).select_related("recipient")
    if thread:
        rows = rows.filter(Q(thread=thread) | Q(thread__startswith=f"{thread}:"))
    elif finished_by:
        rows = rows.filter(verb="finished", actor_object_id=str(finished_by.pk))
    else:
        rows = rows.filter(recipient=user)
    for recipient, theirs in groupby(rows.order_by("recipient"), key=lambda row: row.recipient):
        unread = list(theirs)
        told = telling(recipient, unread)
        gone = [row.pk for row in unread if row.pk not in told]
        if gone:
            _read(recipient, Q(pk__in=gone))


def point_to(user: User, *, thread: str, data: Mapping[str, Any]) -> None:
    """Let the notice that `user` has of `thread` be about something that took the place of what it told, quietly."""
    for row in Notification.objects.filter(recipient=user, thread=thread):
        row.data = {**row.data, **data}
        row.save(update_fields=["data"])


def take_back(actor: User, *, thread: str) -> None:
    """Tell nothing any more of what `actor` did in `thread`; a notice that tells of nobody else is shown no more."""
    for row in Notification.objects.select_for_update(of=("self",)).filter(thread=thread).select_related("recipient"):
        if actor.pk in row.data["actors"]:
            _name_no_more(row, actor)
            row.save(update_fields=["data", "actor_object_id", "count", "unread", "mail_due_at"])
            refresh(f"person:{row.recipient.uid}")


def _name_no_more(row: Notification, actor: User) -> None:
    others = [pk for pk in row.data["actors"] if pk != actor.pk]
    row.data = {**row.data, "actors": others, "taken_back": [*row.data.get("taken_back", []), actor.pk]}
    row.count = max(1, row.count - 1) if others else 0
    if others:
        row.actor_object_id = str(others[0])
    else:
        row.unread, row.mail_due_at = False, None


def _told_before(row: Notification, actor: User) -> bool:
    """Say whether `row` told of `actor` already; if they took it back and do it again, it names them again, quietly."""
    back = row.data.get("taken_back", [])
    if actor.pk in back:
        row.data["taken_back"] = [pk for pk in back if pk != actor.pk]
        row.data["actors"] = [*row.data["actors"], actor.pk]
        row.actor_object_id, row.count = str(row.data["actors"][0]), row.count + 1
        row.save(update_fields=["data", "actor_object_id", "count"])
        return True
    return actor.pk in row.data["actors"]


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


@transaction.atomic
def unmute(notification: Notification) -> None:
    """Tell its recipient again of the conversation, or of the kind as is usual."""
    kind, user = KINDS[notification.verb], notification.recipient
    if kind.conversation:
        MutedThread.objects.filter(user=user, thread=notification.thread).delete()
    else:
        NotificationPreference.objects.filter(user=user, kind=kind.verb).delete()


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
    back = (row.data or {}).get("taken_back", [])
    row.data = {**data, "actors": [who, *(pk for pk in before if pk != who)][:MOST_ACTORS], "taken_back": back}
    row.verb, row.place, row.actor_object_id = verb, place, str(who)
    row.unread = unread
    row.timestamp = now


def _read(user: User, which: Q) -> int:
    read = Notification.objects.filter(which, recipient=user, unread=True).update(unread=False, mail_due_at=None)
    if read:
        refresh(f"person:{user.uid}")
    return read
