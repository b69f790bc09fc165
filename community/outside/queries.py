"""What waits in a group for its managers."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from community.models import Membership, User
from courses.claims import queries as claims
from courses.models import Claim


def waiting_in(place: Any, *, group: Any, user: User) -> QuerySet[Claim]:
    """Return the claims of its members, but not of `user`, that wait at the `place` of `group` (or columns of them)."""
    member = Membership.objects.filter(user=OuterRef("learner"), group=group, left=None, user__is_active=True)
    return claims.waiting().filter(Exists(member), place=place).exclude(learner=user.pk)
