"""How groups are found: public and private ones by anyone signed in, hidden ones by their members."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Group, User
from courses import capabilities
from search import sources

from . import policies, queries
from .presenting.frame import kind_of

if TYPE_CHECKING:
    from search.queries import Hit

KIND = "group"
EVERYONE = "members"  # the place of whoever is signed in


def register() -> None:
    """Let groups be found, and what stands in the places of one's groups."""
    sources.register(
        sources.Source(
            kind=KIND,
            label=_("Groups"),
            rows=rows,
            enabled=lambda: capabilities.is_on("community"),
            note=_note,
            icon="people",
            order=40,
        )
    )
    sources.register_places(places)
    sources.register_check(KIND, still_visible)


def places(user: User) -> set[str]:
    """Return the places in which someone signed in finds things of the community."""
    return {EVERYONE, *policies.readable_places(user, kinds=("group",))}


def rows(uids: Collection[uuid.UUID] | None) -> Iterator[sources.EntryDraft]:
    """Yield what should be found of these groups, or of all."""
    groups = Group.objects.all() if uids is None else Group.objects.filter(uid__in=uids)
    for group in groups.order_by("pk").iterator(chunk_size=500):
        hidden = group.visibility == Group.Visibility.HIDDEN
        yield sources.EntryDraft(
            uid=group.uid,
            title=group.name,
            text=group.purpose,
            places=[group.place if hidden else EVERYONE],
            url=reverse("groups:group", args=[group.uid]),
            facets={"group": str(group.uid), "visibility": group.visibility},
        )


def still_visible(user: User, hits: "list[Hit]") -> set[uuid.UUID]:
    """Return the hits that `user` may know of now."""
    seen = queries.visible_to(user).filter(uid__in=[hit.uid for hit in hits])
    return set(seen.values_list("uid", flat=True))


def _note(facets: Mapping[str, Any]) -> str:
    return kind_of(Group(visibility=facets.get("visibility", Group.Visibility.PRIVATE)))
