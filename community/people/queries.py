"""Reading people: who may see whom."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from community.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer = User | AnonymousUser


Acquaintance = Callable[[Any], "QuerySet[Any, Any]"]
_acquaintances: list[Acquaintance] = []


def register(acquaintance: Acquaintance) -> None:
    """Let `acquaintance(viewer)` say by their ids whom a feature brings together with `viewer`."""
    if acquaintance not in _acquaintances:
        _acquaintances.append(acquaintance)


def visible_to(viewer: "Viewer") -> QuerySet[User]:
    """Return the people whose profile `viewer` may open: themselves, who shares a group, who is connected."""
    if not viewer.is_authenticated:
        return User.objects.none()
    known = Q(pk=viewer.pk)
    for acquaintance in _acquaintances:
        known |= Q(pk__in=acquaintance(viewer))
    return User.objects.filter(known, is_active=True, erased_at=None)
