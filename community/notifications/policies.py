"""Who is told of something."""

from collections.abc import Collection

from community import places
from community.models import MutedThread, NotificationPreference, User
from courses import capabilities

from .kinds import Kind


def hearers(recipients: Collection[User], *, kind: Kind, thread: str, place: str) -> list[User]:
    """Return those of `recipients` who may read `place`, have not muted the thread and want such notices."""
    ids = (
        places.policy().readers_among(place, recipients)
        if place
        else {user.pk for user in recipients if user.is_active}
    )
    ids -= set(MutedThread.objects.filter(user__in=ids, thread=thread).values_list("user", flat=True))
    chosen = dict(NotificationPreference.objects.filter(user__in=ids, kind=kind.verb).values_list("user", "on_site"))
    ids = {pk for pk in ids if chosen.get(pk, kind.on_site)}
    return [user for user in recipients if user.pk in ids]


def is_heard(kind: Kind) -> bool:
    """Say whether notices of `kind` are shown: the community and the kind's own capability are on."""
    return capabilities.is_on("community") and capabilities.is_on(kind.capability)


def wanting_mail(recipients: Collection[User], *, kind: Kind) -> set[int]:
    """Return the ids of those who want notices of `kind` by mail too."""
    ids = {user.pk for user in recipients}
    chosen = dict(NotificationPreference.objects.filter(user__in=ids, kind=kind.verb).values_list("user", "by_mail"))
    return {pk for pk in ids if chosen.get(pk, kind.by_mail)}
