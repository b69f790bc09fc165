"""A profile as one viewer may see it: accomplishments only through a place that both read."""

from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.achievements.presenting.tiles import Tile
from community.achievements.queries import Finished
from community.connections import queries as connections
from community.faces import face_of
from community.groups import queries as groups
from community.models import Connection, Membership, User
from courses.pagination import Folded

from ..queries import visible_accomplishments

MOST_BADGES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How the page calls what it shows, and why it may show nothing; its owner reads it otherwise than others."""

    badges: str
    groups: str
    nothing: str
    why_nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the page shows; every list is for a component. `connection` is None where nothing stands between the two."""

    owner: User
    own: bool
    words: Words
    head: dict[str, Any]
    badges: list[Tile]
    courses: list[Finished]
    groups: list[dict[str, Any]]
    connection: Connection | None
    asked_me: bool


def profile(owner: User, viewer: User) -> Profile:
    """Return the profile of `owner` as `viewer`, who may open it, sees it. At most seven queries."""
    own = owner.pk == viewer.pk
    earned = visible_accomplishments(owner, viewer)
    common = list(
        groups.groups_of(owner).order_by(Folded("group__name")) if own else groups.groups_in_common(viewer, owner)
    )
    connection = None if own else connections.between(viewer, owner)
    return Profile(
        owner=owner,
        own=own,
        words=_words(owner, own=own),
        head=_head(owner, len(common), own=own),
        badges=earned.badges[:MOST_BADGES],
        courses=earned.courses,
        groups=[_group(each, owner, own=own) for each in common],
        connection=connection,
        asked_me=bool(connection and connection.asked_id == viewer.pk and not connection.accepted_at),
    )


def _words(owner: User, *, own: bool) -> Words:
    if own:
        return Words(
            badges=_("Your badges"),
            groups=_("Your groups"),
            nothing=_("Nothing finished yet"),
            why_nothing=_("Courses you finish stand here, and only for whom you share them with."),
        )
    return Words(
        badges=_("Earned by %(name)s") % {"name": owner.get_short_name()},
        groups=_("Groups in common"),
        nothing=_("Nothing to see here yet"),
        why_nothing=_(
            "What someone finishes shows here once they share it with a group you are both in, "
            "or with their connections."
        ),
    )


def _head(owner: User, common: int, *, own: bool) -> dict[str, Any]:
    joined = timezone.localtime(owner.date_joined)
    month = date_format(joined, "F" if joined.year == timezone.localtime().year else "F Y")
    meta = [_("Here since %(month)s") % {"month": month}]
    if common and not own:
        meta.append(ngettext("You share one group", "You share %(n)s groups", common) % {"n": apnumber(common)})
    return {"title": owner.display_name, "text": owner.headline, "meta": meta, "person": face_of(owner)}


def _group(membership: Membership, owner: User, *, own: bool) -> dict[str, Any]:
    named = membership.sharing == Membership.Sharing.NAMED
    if own:
        note = _("You share by name") if named else _("You are private")
    else:
        words = _("%(name)s shares by name") if named else _("%(name)s posts here")
        note = words % {"name": owner.get_short_name()}
    return {
        "title": membership.group.name,
        "url": reverse("feed:group", args=[membership.group.uid]),
        "note": note,
        "group": membership.group.uid,
    }
