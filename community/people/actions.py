"""What people decide about themselves."""

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone

from community.live import actions as live
from community.models import Membership, User


def share(user: User, *, sharing: str, at: datetime | None = None) -> None:
    """Show connections as chosen what one learns: by name from now on, or nothing at all."""
    since = Case(When(sharing=sharing, then=F("shared_since")), default=at or timezone.now())
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(
            sharing=sharing, shared_since=None if sharing == User.Sharing.PRIVATE else since
        )
        live.refresh(f"person:{user.uid}")
    user.refresh_from_db(fields=["sharing", "shared_since"])


def private_everywhere(user: User, *, at: datetime | None = None) -> None:
    """Show nothing of what one learns, in any group or to connections, in one act; posts and memberships stay."""
    with transaction.atomic():
        mine = Membership.objects.filter(user=user, left=None).exclude(sharing=Membership.Sharing.PRIVATE)
        places = [f"group:{uid}" for uid in mine.values_list("group__uid", flat=True)]
        mine.update(sharing=Membership.Sharing.PRIVATE, shared_since=None)
        User.objects.filter(pk=user.pk).update(sharing=User.Sharing.PRIVATE, shared_since=None)
        live.refresh(f"person:{user.uid}", *places)
    user.refresh_from_db(fields=["sharing", "shared_since"])
