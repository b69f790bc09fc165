"""Who knows whom."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, QuerySet, When

from community.models import Connection, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer = User | AnonymousUser


def standing(user: "Viewer") -> QuerySet[Connection]:
    """Return what stands between `user` and others: connections, and what was asked and not answered."""
    return Connection.objects.standing().filter(Q(asker_id=user.pk) | Q(asked_id=user.pk))


def connected_ids(user: "Viewer") -> QuerySet[Connection, int]:
    """Return the ids of the people `user` is connected with, ready for `pk__in`."""
    other = Case(When(asker_id=user.pk, then=F("asked_id")), default=F("asker_id"))
    return standing(user).exclude(accepted_at=None).annotate(other=other).values_list("other", flat=True)


def between(a: "Viewer", b: "Viewer") -> Connection | None:
    """Return what stands between two people, asked or accepted."""
    return standing(a).filter(Q(asker_id=b.pk) | Q(asked_id=b.pk)).first()


def ended_lately(a: User, b: User, *, since: datetime) -> QuerySet[Connection]:
    """Return what stood between two people, asked or accepted, and ended after `since`."""
    between_them = Q(asker=a, asked=b) | Q(asker=b, asked=a)
    return Connection.objects.filter(between_them, ended_at__gt=since)


def shares_with(user: "Viewer") -> QuerySet[User]:
    """Return the connections of `user` who show by name what they learn."""
    return User.objects.filter(pk__in=connected_ids(user), sharing=User.Sharing.NAMED, is_active=True)


def shown_to(people: Collection[int], *, by: Collection[uuid.UUID]) -> set[tuple[int, uuid.UUID]]:
    """Return to which of `people` which of those with the uids `by` show it: `shares_with` for many. Two queries."""
    connected = Connection.objects.standing().exclude(accepted_at=None)
    return {
        pair
        for who, other in (("asker", "asked"), ("asked", "asker"))
        for pair in connected.filter(
            **{
                f"{who}__in": people,
                f"{other}__uid__in": by,
                f"{other}__sharing": User.Sharing.NAMED,
                f"{other}__is_active": True,
            }
        ).values_list(who, f"{other}__uid")
    }
