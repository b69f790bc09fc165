"""Asking someone to connect, answering, and ending it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.live import actions as live
from community.models import Connection, User
from community.notifications.actions import notify

from . import queries


def ask(user: User, *, other: User, at: datetime | None = None) -> Connection:
    """Ask `other` to connect; where they asked first, this accepts. Asking twice changes nothing."""
    if user.pk == other.pk:
        raise ValidationError(_("You are connected with yourself already."))
    standing = queries.between(user, other)
    if standing is None:
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
        waiting = Connection.objects.filter(pk=connection.pk, asked=by, accepted_at=None, ended_at=None)
        if waiting.update(accepted_at=now):
            notify(
                [connection.asker],
                verb="connected",
                actor=by,
                thread=f"connection:{connection.uid}",
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
        if theirs.update(ended_at=at or timezone.now()):
            _refresh(connection)


def _ask(user: User, other: User, at: datetime | None) -> Connection:
    with transaction.atomic():
        connection = Connection.objects.create(asker=user, asked=other, asked_at=at or timezone.now())
        notify(
            [other],
            verb="asked_to_connect",
            actor=user,
            thread=f"connection:{connection.uid}",
            data={"connection": str(connection.uid)},
            at=at,
        )
    return connection


def _refresh(connection: Connection) -> None:
    live.refresh(f"person:{connection.asker.uid}", f"person:{connection.asked.uid}")
