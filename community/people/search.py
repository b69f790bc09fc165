"""How people are found: by name and by what they say of themselves, in the groups they are in and nowhere else."""

import uuid
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Membership, User
from courses import capabilities
from search import sources

from . import queries

if TYPE_CHECKING:
    from search.queries import Hit

KIND = "person"


def register() -> None:
    """Let people be found by those who share a group with them."""
    sources.register(
        sources.Source(
            kind=KIND,
            label=_("People"),
            rows=rows,
            enabled=lambda: capabilities.is_on("community"),
            icon="person",
            order=50,
        )
    )
    sources.register_check(KIND, still_visible)


def rows(uids: Collection[uuid.UUID] | None) -> Iterator[sources.EntryDraft]:
    """Yield what should be found of these people, or of all: who is in no group is not found."""
    open_memberships = Membership.objects.open().select_related("group").order_by("pk")
    people = User.objects.filter(is_active=True, erased_at=None).prefetch_related(
        Prefetch("memberships", open_memberships, to_attr="open_memberships")
    )
    if uids is not None:
        people = people.filter(uid__in=uids)
    for user in people.order_by("pk").iterator(chunk_size=500):
        yield sources.EntryDraft(
            uid=user.uid,
            title=user.display_name,
            text=f"{user.headline}\n{user.about}".strip(),
            places=[membership.group.place for membership in user.open_memberships],
            subject=user.pk,
            url=reverse("profiles:person", args=[user.uid]),
            facets={"person": {"uid": str(user.uid), "name": user.display_name}, "note": user.headline},
        )


def still_visible(user: User, hits: "list[Hit]") -> set[uuid.UUID]:
    """Return the hits whose profile `user` may open now."""
    seen = queries.visible_to(user).filter(uid__in=[hit.uid for hit in hits])
    return set(seen.values_list("uid", flat=True))
