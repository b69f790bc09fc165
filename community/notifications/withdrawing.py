"""Taking back what was told, and telling it again where it stands again."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from community.live.actions import refresh
from community.models import Notification, User

from .kinds import KINDS
from .naming import NAMED, name_again, name_no_more, was_taken_back
from .queries import telling
from .standing import tellable


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
    number of queries for any number of people.
    """
    rows = Notification.objects.filter(unread=True, verb__in=KINDS).select_related("recipient")
    if thread:
        rows = rows.filter(within(thread))
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
def stand_again(*, thread: str = "", user: User | None = None, place: str = "", by: User | None = None) -> None:
    """Let what `settle` took be unread again where it can be told again: as there, in `thread`, among the notices of
    `user`, in `place` or `by`.
    """
    which = within(thread) if thread else Q(recipient=user) if user else _done(place, by)
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
            name_no_more(row, actor)
            row.save(update_fields=NAMED)
            refresh(f"person:{row.recipient.uid}")


def give_back(actor: User, *, thread: str) -> None:
    """Tell again of what `actor` took back in `thread`, as if they had not: to whoever had not read it, as unread."""
    for row in _of_thread(thread):
        if was_taken_back(row, actor):
            name_again(row, actor)
            row.save(update_fields=NAMED)
            refresh(f"person:{row.recipient.uid}")


def within(thread: str) -> Q:
    """Return which notices are of `thread` or of one below it."""
    return Q(thread=thread) | Q(thread__startswith=f"{thread}:")


def _of_thread(thread: str) -> QuerySet[Notification]:
    return Notification.objects.select_for_update(of=("self",)).filter(thread=thread).select_related("recipient")


def _done(place: str, by: User | None) -> Q:
    return Q(**({"place": place} if place else {}), **({"actor_object_id": str(by.pk)} if by else {}))


def _look_again(rows: Iterable[Notification]) -> None:
    refresh(*dict.fromkeys(f"person:{row.recipient.uid}" for row in rows))
