"""The lists of groups: my own, and those anyone signed in may find."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.models import Group, Membership, User
from courses import pagination

from .. import queries
from .frame import count_of, kind_of

PAGE = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """A page of groups one may find, and the address of the next page, "" on the last."""

    rows: list[dict[str, Any]]
    next_url: str


def mine(user: User) -> list[dict[str, Any]]:
    """Return the groups of `user` by name, for the component line. One query."""
    found = (
        queries.groups_of(user)
        .annotate(people=count_of(_inside("group")))
        .order_by(pagination.Folded("group__name"), "pk")
    )
    return [
        {
            "title": membership.group.name,
            "url": reverse("feed:group", args=[membership.group.uid]),
            "note": f"{_people(membership.people)} · {_shares(membership)}",
            "group": membership.group.uid,
            "chip": _("You lead it") if membership.role == Membership.Role.MANAGER else "",
        }
        for membership in found
    ]


def others(user: User, *, after: str | None = None) -> Others:
    """Return a page of the groups that `user` may find and is not in, by name. One query."""
    found, following = pagination.page(
        Group.objects.exclude(visibility=Group.Visibility.HIDDEN)
        .filter(~Exists(Membership.objects.open().filter(group=OuterRef("pk"), user=user)))
        .annotate(people=count_of(_inside("pk")), rank=Value(0), folded=pagination.Folded("name")),
        after=after,
        size=PAGE,
    )
    rows = [
        {
            "title": group.name,
            "url": reverse("groups:group", args=[group.uid, group.slug] if group.slug else [group.uid]),
            "note": f"{kind_of(group)} · {_people(group.people)}",
            "text": group.purpose,
            "group": group.uid,
        }
        for group in found
    ]
    return Others(rows=rows, next_url=f"?after={following}" if following else "")


def _inside(group: str) -> Any:
    return Membership.objects.open().filter(group=OuterRef(group), user__is_active=True)


def _people(count: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", count) % {"n": count}


def _shares(membership: Membership) -> str:
    if membership.sharing == Membership.Sharing.NAMED:
        return _("you share by name")
    return _("you are private")
