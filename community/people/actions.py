"""What people decide about themselves."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Case, F, When
from django.utils import timezone

from community.live import actions as live
from community.models import Membership, Topic, User
from community.notifications.withdrawing import settle, stand_again
from search.indexing import touch

DESCRIBED = ("display_name", "headline", "about", "language", "time_zone")


def describe(user: User, *, changed: Collection[str] = DESCRIBED) -> None:
    """Keep what a person changed about themselves: what others read, and how they read the site."""
    with transaction.atomic():
        renamed = not User.objects.filter(pk=user.pk, display_name=user.display_name).exists()
        user.save(update_fields=list(changed))
        touch("person", user.uid)
        if renamed:
            _touch_talk(user)


def find_anew(user: User) -> None:
    """Promise, in the caller's transaction, that a person and their talk are found under the name they have now.

    What they ask of others is heard while their account is open, and what is said where they may still read.
    """
    touch("person", user.uid)
    _touch_talk(user)
    if user.is_active:
        stand_again(by=user)
        settle(user=user)
    else:
        settle(by=user)


def share(user: User, *, sharing: str, at: datetime | None = None) -> None:
    """Show connections as chosen what one learns: by name from now on, or nothing at all."""
    since = Case(When(sharing=sharing, then=F("shared_since")), default=at or timezone.now())
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(
            sharing=sharing, shared_since=None if sharing == User.Sharing.PRIVATE else since
        )
        settle(finished_by=user)
        live.refresh(f"person:{user.uid}")
    user.refresh_from_db(fields=["sharing", "shared_since"])


def private_everywhere(user: User, *, at: datetime | None = None) -> None:
    """Show nothing of what one learns, in any group or to connections, in one act; posts and memberships stay."""
    with transaction.atomic():
        mine = Membership.objects.open().filter(user=user).exclude(sharing=Membership.Sharing.PRIVATE)
        places = [f"group:{uid}" for uid in mine.values_list("group__uid", flat=True)]
        mine.update(sharing=Membership.Sharing.PRIVATE, shared_since=None)
        User.objects.filter(pk=user.pk).update(sharing=User.Sharing.PRIVATE, shared_since=None)
        settle(finished_by=user)
        live.refresh(f"person:{user.uid}", *places)
    user.refresh_from_db(fields=["sharing", "shared_since"])


def show_picture(user: User, *, picture: File) -> None:
    """Show `picture`, already drawn anew, in place of the one before."""
    _replace_picture(user, picture)


def remove_picture(user: User) -> None:
    """Show no picture."""
    _replace_picture(user, None)


def _touch_talk(user: User) -> None:
    touch("topic", *Topic.objects.standing().filter(author=user).values_list("uid", flat=True))


def _replace_picture(user: User, picture: File | None) -> None:
    before, storage = user.picture.name, user.picture.storage
    with transaction.atomic():
        user.picture = picture
        user.save(update_fields=["picture"])
        live.refresh(f"person:{user.uid}")
        if before:
            transaction.on_commit(lambda: storage.delete(before), robust=True)
