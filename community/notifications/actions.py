"""Telling people, and reading what they are told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from community.live.actions import refresh
from community.models import Notification, User

from .kinds import KINDS
from .naming import NAMED, name_again, taken_back_but, was_taken_back
from .policies import hearers, is_heard, wanting_mail
from .withdrawing import settle, within

MOST_ACTORS = 50  # remembered per thread; more are counted
_WRITTEN = ["verb", "actor_object_id", "place", "count", "unread", "timestamp", "data", "mail_due_at", "gone_at"]


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

    A repeat raises the row's count and makes it unread again. With `once`, what a row tells or told already is not told
    anew: the row is about `data` from now on, and unread only where it was taken back before anyone read it.
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
    news = [row for row in before if not (once and actor and _told_before(row, actor, verb=verb, data=data, now=now))]
    again = [told(row) for row in news]
    Notification.objects.bulk_update(again, _WRITTEN, batch_size=500)
    if open_now:
        refresh(*(f"person:{user.uid}" for user in people))
    return len(people) - len(before) + len(again)


def read_thread(user: User, *, thread: str) -> int:
    """Mark the notices of `thread`, and of the threads below it, as read; return how many were not."""
    if not thread:
        return 0
    return _read(user, within(thread))


def read_notice(user: User, *, uid: UUID) -> int:
    """Mark one notice as read; return whether it was not."""
    return _read(user, Q(uid=uid))


def read_all(user: User) -> list[int]:
    """Mark every notice of `user` as read; return the ids of those that were not, for `unread_again`."""
    ids = list(Notification.objects.filter(recipient=user, unread=True).values_list("pk", flat=True))
    _read(user, Q(pk__in=ids))
    return ids


def unread_again(user: User, *, ids: Sequence[int]) -> int:
    """Mark these notices of `user` as not read after all; they are not mailed any more. Return how many were read."""
    unread = Notification.objects.filter(recipient=user, pk__in=ids, unread=False).update(unread=True)
    if unread:
        settle(user=user)
        refresh(f"person:{user.uid}")
    return unread


def _told_before(row: Notification, actor: User, *, verb: str, data: Mapping[str, Any], now: datetime) -> bool:
    """Say whether `row` told of the same by `actor` already; then it is about `data`, and tells again what was gone."""
    if row.verb != verb or not (actor.pk in row.data["actors"] or was_taken_back(row, actor)):
        return False
    was_unread, row.data = row.unread, {**row.data, **data}
    if was_taken_back(row, actor):
        name_again(row, actor)
    elif row.gone_at:
        row.unread, row.gone_at = True, None
    if row.unread and not was_unread:
        row.timestamp = now
    row.save(update_fields=[*NAMED, "timestamp"])
    return True


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
    actors = [who, *(pk for pk in before if pk != who)][:MOST_ACTORS]
    row.data = {**data, "actors": actors, **taken_back_but(row, who)}
    row.verb, row.place, row.actor_object_id = verb, place, str(who)
    row.unread, row.gone_at = unread, None
    row.timestamp = now


def _read(user: User, which: Q) -> int:
    read = Notification.objects.filter(which, recipient=user, unread=True).update(unread=False, mail_due_at=None)
    if read:
        refresh(f"person:{user.uid}")
    return read
