"""Asking someone to connect, answering, and ending it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import actions as live
from community.models import Connection, User
from community.notifications.actions import notify
from community.notifications.withdrawing import settle
from community.times import day

from . import queries

PAUSE = timedelta(days=30)  # after which one may ask again whoever said no


def ask(user: User, *, other: User, at: datetime | None = None) -> Connection:
    """Ask `other` to connect; where they asked first, this accepts. Asking twice changes nothing.

    Raises ValidationError for 30 days after `other` said no, or ended it. Who takes back what they asked and asks again
    within these days is told of once.
    """
    if user.pk == other.pk:
        raise ValidationError(_("You are connected with yourself already."))
    standing = queries.between(user, other)
    if standing is None:
        _check_pause(user, other, at or timezone.now())
        try:
            return _ask(user, other, at)
        except IntegrityError:  # one of the two asked at the same moment
            standing = queries.between(user, other)
            if standing is None:
                raise
    return accept(standing, by=user, at=at) if standing.asked_id == user.pk else standing


def accept(connection: Connection, *, by: User, at: datetime | None = None) -> Connection:
    """Accept what was asked of `by`; anything else stays as it is."""
    now = at or timezone.now()
    with transaction.atomic():
        waiting = Connection.objects.standing().filter(pk=connection.pk, asked=by, accepted_at=None)
        if waiting.update(accepted_at=now):
            notify(
                [connection.asker],
                verb="connected",
                actor=by,
                thread=thread(connection),
                data={"connection": str(connection.uid)},
                at=at,
            )
            _refresh(connection)
    connection.refresh_from_db()
    return connection


def remove(connection: Connection, *, by: User, at: datetime | None = None) -> None:
    """End a connection, decline one or take it back; nobody is told, and it holds at once."""
    with transaction.atomic():
        theirs = queries.standing(by).filter(pk=connection.pk)
        if theirs.update(ended_at=at or timezone.now(), ended_by=by):
            settle(thread=thread(connection))
            for person in (connection.asker, connection.asked):
                settle(finished_by=person)
            _refresh(connection)


def thread(connection: Connection) -> str:
    """Return the one thread of notices that two people have about being connected."""
    one, other = sorted([str(connection.asker.uid), str(connection.asked.uid)])
    return f"connection:{one}:{other}"


def _check_pause(user: User, other: User, now: datetime) -> None:
    ended = queries.ended_lately(user, other, since=now - PAUSE)
    said_no = ended.filter(ended_by=other).exclude(asker=other, accepted_at=None)
    last = said_no.order_by("-ended_at").first()
    if last and last.ended_at:
        text = _("You can ask %(name)s to connect again from %(day)s. Until then, they can ask you.")
        raise ValidationError(text % {"name": other.display_name, "day": day(last.ended_at + PAUSE)})


def _ask(user: User, other: User, at: datetime | None) -> Connection:
    with transaction.atomic():
        now = at or timezone.now()
        lately = queries.ended_lately(user, other, since=now - PAUSE)
        connection = Connection.objects.create(asker=user, asked=other, asked_at=now)
        notify(
            [other],
            verb="asked_to_connect",
            actor=user,
            thread=thread(connection),
            data={"connection": str(connection.uid)},
            once=lately.filter(asker=user, accepted_at=None).exists(),
            at=at,
        )
    return connection


def _refresh(connection: Connection) -> None:
    live.refresh(f"person:{connection.asker.uid}", f"person:{connection.asked.uid}")
