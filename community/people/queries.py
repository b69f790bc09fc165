"""Reading people: who may see whom."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from community.connections import queries as connections
from community.groups import queries as groups
from community.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer = User | AnonymousUser


def visible_to(viewer: "Viewer") -> QuerySet[User]:
    """Return the people whose profile `viewer` may open: themselves, who shares a group, who is connected."""
    if not viewer.is_authenticated:
        return User.objects.none()
    sharing = groups.people_sharing_group(viewer).values("pk")
    known = Q(pk=viewer.pk) | Q(pk__in=sharing) | Q(pk__in=connections.connected_ids(viewer))
    return User.objects.filter(known, is_active=True, erased_at=None)
