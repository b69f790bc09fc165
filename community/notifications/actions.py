"""Telling people, and what they do with what they are told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from community.live.actions import refresh
from community.models import MutedThread, Notification, NotificationPreference, User

from .kinds import KINDS
from .policies import hearers, is_heard, wanting_mail

MOST_ACTORS = 50  # remembered per thread; more are counted
_WRITTEN = ["verb", "actor_object_id", "place", "count", "unread", "timestamp", "data", "mail_due_at", "gone_at"]
_NAMED = ["data", "actor_object_id", "count", "unread", "gone_at"]
_TAKEN_BACK = ("taken_back", "taken_back_unread")  # in a row's data: whom it named until they took it back


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
    return _read(user, _in(thread))


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


def settle(
    *,
    thread: str = "",
    user: User | None = None,
    finished_by: User | None = None,
    place: str = "",
    by: User | None = None,
) -> None:
    """Read what can no longer be told, so that no bell counts it: in `thread` and those below it, among the notices of
    `user`, of what somebody finished, or in `place`, of what was done `by` somebody, or of both.

    The caller's transaction took its subject away; it is kept that they had not read it, for `stand_again`. A fixed
    number of queries for any number of people in a thread.
    """
    # These look into every feature, and each of them tells people by this module.
    from .queries import telling
    from .standing import tellable

    rows = Notification.objects.filter(unread=True, verb__in=KINDS).select_related("recipient")
    if thread:
        rows = rows.filter(_in(thread))
    elif finished_by:
        rows = rows.filter(verb="finished", actor_object_id=str(finished_by.pk))
    elif user:
        rows = rows.filter(recipient=user)
    else:
        rows = rows.filter(_done(place, by))
    unread = list(rows.order_by("recipient"))
    told = telling(user, unread) if user else tellable(unread)
    if gone := [row for row in unread if row.pk not in told]:
        ids = [row.pk for row in gone]
        Notification.objects.filter(pk__in=ids, unread=True).update(unread=False, gone_at=timezone.now())
        _look_again(gone)


@transaction.atomic
def stand_again(*, thread: str = "", place: str = "", by: User | None = None) -> None:
    """Let what `settle` took be unread again where it can be told again: as there, in `thread`, in `place` or `by`."""
    from .standing import tellable  # as in `settle`

    which = _in(thread) if thread else _done(place, by)
    rows = Notification.objects.filter(which, count__gt=0, gone_at__isnull=False, verb__in=KINDS)
    gone = list(rows.select_related("recipient").order_by("recipient"))
    told = tellable(gone)
    if again := [row for row in gone if row.pk in told]:
        Notification.objects.filter(pk__in=told).update(unread=True, gone_at=None)
        _look_again(again)


def take_back(actor: User, *, thread: str) -> None:
    """Tell nothing any more of what `actor` did in `thread`; a notice that tells of nobody else is shown no more."""
    for row in _of_thread(thread):
        if actor.pk in row.data["actors"]:
            _name_no_more(row, actor)
            row.save(update_fields=_NAMED)
            refresh(f"person:{row.recipient.uid}")


def give_back(actor: User, *, thread: str) -> None:
    """Tell again of what `actor` took back in `thread`, as if they had not: to whoever had not read it, as unread."""
    for row in _of_thread(thread):
        if _was_taken_back(row, actor):
            _name_again(row, actor)
            row.save(update_fields=_NAMED)
            refresh(f"person:{row.recipient.uid}")


def _of_thread(thread: str) -> QuerySet[Notification]:
    return Notification.objects.select_for_update(of=("self",)).filter(thread=thread).select_related("recipient")


def _in(thread: str) -> Q:
    return Q(thread=thread) | Q(thread__startswith=f"{thread}:")


def _done(place: str, by: User | None) -> Q:
    return Q(**({"place": place} if place else {}), **({"actor_object_id": str(by.pk)} if by else {}))


def _name_no_more(row: Notification, actor: User) -> None:
    others = [pk for pk in row.data["actors"] if pk != actor.pk]
    how = "taken_back_unread" if row.unread else "taken_back"
    row.data = {**row.data, "actors": others, how: [*row.data.get(how, []), actor.pk]}
    row.count = max(1, row.count - 1) if others else 0
    if others:
        row.actor_object_id = str(others[0])
    elif row.unread:
        row.unread, row.gone_at = False, timezone.now()


def _was_taken_back(row: Notification, actor: User) -> bool:
    return any(actor.pk in row.data.get(how, []) for how in _TAKEN_BACK)


def _name_again(row: Notification, actor: User) -> None:
    """Name `actor` after the others, who are news; or first, where they are the news because nobody read of them."""
    unread = actor.pk in row.data.get("taken_back_unread", [])
    row.data = {**row.data, **_but(row, actor.pk)}
    others = row.data["actors"]
    if unread:
        others = others if row.unread else []
        row.count = row.count + 1 if row.unread else 1
        row.data["actors"], row.unread, row.gone_at = [actor.pk, *others], True, None
    else:
        row.count, row.data["actors"] = row.count + 1, [*others, actor.pk]
    row.actor_object_id = str(row.data["actors"][0])


def _but(row: Notification, who: int) -> dict[str, list[int]]:
    """Return who took back what `row` told, but not `who`."""
    return {how: [pk for pk in (row.data or {}).get(how, []) if pk != who] for how in _TAKEN_BACK}


def _told_before(row: Notification, actor: User, *, verb: str, data: Mapping[str, Any], now: datetime) -> bool:
    """Say whether `row` told of the same by `actor` already; then it is about `data`, and tells again what was gone."""
    if row.verb != verb or not (actor.pk in row.data["actors"] or _was_taken_back(row, actor)):
        return False
    was_unread, row.data = row.unread, {**row.data, **data}
    if _was_taken_back(row, actor):
        _name_again(row, actor)
    elif row.gone_at:
        row.unread, row.gone_at = True, None
    if row.unread and not was_unread:
        row.timestamp = now
    row.save(update_fields=[*_NAMED, "timestamp"])
    return True


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
    Notification.objects.filter(recipient=user, uid=notification.uid).update(gone_at=None, mail_due_at=None)


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
def mail_no_more(user: User, *, verb: str) -> None:
    """Mail `user` nothing of a kind any more, what is on its way included; here it is told as before."""
    chosen = NotificationPreference.objects.filter(user=user, kind=verb).first()
    prefer(user, verb=verb, on_site=chosen.on_site if chosen else KINDS[verb].on_site, by_mail=False)
    Notification.objects.filter(recipient=user, verb=verb).update(mail_due_at=None)


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
    actors = [who, *(pk for pk in before if pk != who)][:MOST_ACTORS]
    row.data = {**data, "actors": actors, **_but(row, who)}
    row.verb, row.place, row.actor_object_id = verb, place, str(who)
    row.unread, row.gone_at = unread, None
    row.timestamp = now


def _read(user: User, which: Q) -> int:
    read = Notification.objects.filter(which, recipient=user, unread=True).update(unread=False, mail_due_at=None)
    if read:
        refresh(f"person:{user.uid}")
    return read


def _look_again(rows: Iterable[Notification]) -> None:
    refresh(*dict.fromkeys(f"person:{row.recipient.uid}" for row in rows))
