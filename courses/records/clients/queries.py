"""Who speaks: the client of a key and secret, the launch of a token."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest

from django.utils import timezone

from courses.access.queries import open_enrolments
from courses.models import Client, FormerSecret, LaunchToken

from .actions import hashed


def client_of(key: str, secret: str, *, now: datetime | None = None) -> Client | None:
    """Return the client whose key and secret these are; one it had before goes on until its time is over."""
    client = Client.objects.filter(key=key, revoked=None).first() if "\0" not in key else None
    if client is None:
        return None
    given = hashed(secret)
    if compare_digest(given, client.secret):
        return client
    return client if any(compare_digest(given, former.secret) for former in overlapping([client], now=now)) else None


def overlapping(clients: Iterable[Client], *, now: datetime | None = None) -> list[FormerSecret]:
    """Return the secrets these clients had before that go on for a while, the one that ends last at the end."""
    standing = FormerSecret.objects.filter(client__in=list(clients), until__gt=now or timezone.now())
    return list(standing.order_by("until", "pk"))


def launch_of(secret: str, *, now: datetime | None = None) -> LaunchToken | None:
    """Return the launch whose secret this is, while it lasts and its learner may still learn the course."""
    at = now or timezone.now()
    launches = LaunchToken.objects.select_related("enrolment__outline", "learner")
    standing = launches.filter(revoked=None, expires__gt=at, learner__is_active=True, enrolment__in=open_enrolments(at))
    return standing.filter(secret=hashed(secret)).first()
