"""The list of connections, and the question what they may see, in plain words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.faces import Face, face_of
from community.models import Connection, User
from community.people.queries import visible_to
from search.words import unaccented

from . import queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person and what may be done about the connection; only a profile one may see is linked."""

    person: Face
    headline: str
    accept_url: str
    end_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Who asks me, whom I know, whom I asked."""

    asking: list[Row]
    connected: list[Row]
    asked: list[Row]
    shares: bool


def connections(user: User) -> Listing:
    """Return what stands between `user` and others, by name. Two queries."""
    found = list(queries.standing(user).select_related("asker", "asked"))
    shown = set(visible_to(user).filter(pk__in=[_other(each, user).pk for each in found]).values_list("pk", flat=True))
    found = [each for each in found if _other(each, user).is_active]
    found.sort(key=lambda each: unaccented(_other(each, user).display_name))
    rows = [(each, _row(each, user, linked=_other(each, user).pk in shown)) for each in found]
    return Listing(
        asking=[row for each, row in rows if not each.accepted_at and each.asked_id == user.pk],
        connected=[row for each, row in rows if each.accepted_at],
        asked=[row for each, row in rows if not each.accepted_at and each.asker_id == user.pk],
        shares=user.sharing == User.Sharing.NAMED,
    )


def choice(user: User) -> dict[str, Any]:
    """Return the two answers to what connections see, for the component sharing_option."""
    named = user.sharing == User.Sharing.NAMED
    return {
        "options": [
            {
                "value": "named",
                "title": _("By name"),
                "checked": named,
                "lines": [
                    {"kind": "yes", "text": _("Your connections see on Home what you finish from today on.")},
                    {"kind": "yes", "text": _("They see your finished courses and badges on your profile.")},
                    {"kind": "info", "text": _("Groups are apart: what you share there does not change.")},
                ],
            },
            {
                "value": "private",
                "title": _("Private"),
                "checked": not named,
                "lines": [
                    {"kind": "yes", "text": _("You are connected and can find each other.")},
                    {"kind": "no", "text": _("Nothing you finish reaches anyone because you are connected.")},
                ],
            },
        ],
        "preview": {
            "object": _("a lesson"),
            "place": _("Home of your connections"),
            "nothing": _("Nothing. Being connected shows nobody what you learn."),
        },
        "me": face_of(user),
    }


def _other(connection: Connection, user: User) -> User:
    return connection.asked if connection.asker_id == user.pk else connection.asker


def _row(connection: Connection, user: User, *, linked: bool) -> Row:
    other = _other(connection, user)
    face = face_of(other)
    waits = connection.accepted_at is None and connection.asked_id == user.pk
    return Row(
        person=face if linked else Face(name=face.name, uid=face.uid),
        headline=other.headline if linked else "",
        accept_url=reverse("connections:acceptance", args=[connection.uid]) if waits else "",
        end_url=reverse("connections:removal", args=[connection.uid]),
    )
