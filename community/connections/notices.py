"""Notices of who asks to connect and who accepted."""

from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.models import Connection, Notification, User
from community.notifications import readers, standing
from community.notifications.presenting import Heard, Told, bold, uid, uids
from community.notifications.standing import uid_in, uids_in


def register() -> None:
    """Let these kinds of notices be told."""
    readers.register({"asked_to_connect": connections, "connected": connections})
    standing.register({"asked_to_connect": _standing, "connected": _standing})


def connections(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who asks to connect and who accepted, while that stands."""
    between = Connection.objects.standing().filter(Q(asker=user) | Q(asked=user))
    standing = between.select_related("asker", "asked").in_bulk(uids(rows, "connection"), field_name="uid")
    told = {}
    for row in rows:
        if connection := standing.get(uid(row, "connection")):
            other = connection.asked if connection.asker_id == user.pk else connection.asker
            if not other.is_active:
                continue
            words = (
                _("{who} would like to connect") if row.verb == "asked_to_connect" else _("{who} connected with you")
            )
            url = reverse("profiles:person", args=[other.uid])
            waits = connection.accepted_at is None and connection.asked_id == user.pk
            told[row.pk] = Told(
                format_html(words, who=bold(other.display_name)),
                url,
                act_url=reverse("connections:acceptance", args=[connection.uid]) if waits else "",
                act_label=_("Accept") if waits else "",
            )
    return told


def _standing(rows: list[Notification]) -> set[int]:
    between = Connection.objects.standing().filter(uid__in=uids_in(rows, "connection"))
    others: dict[tuple[UUID, int], bool] = {}
    columns = ("uid", "asker", "asker__is_active", "asked", "asked__is_active")
    for key, asker, asker_here, asked, asked_here in between.values_list(*columns):
        others |= {(key, asker): asked_here, (key, asked): asker_here}
    return {row.pk for row in rows if others.get((uid_in(row, "connection"), row.recipient_id))}
