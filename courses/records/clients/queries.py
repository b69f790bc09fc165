"""Who speaks: the client of a key and secret, the launch of a token."""

from datetime import datetime
from hmac import compare_digest

from django.utils import timezone

from courses.access.queries import open_enrolments
from courses.models import Client, LaunchToken

from .actions import hashed


def client_of(key: str, secret: str, *, now: datetime | None = None) -> Client | None:
    """Return the client whose key and secret these are; the secret before a rotation goes on for its overlap."""
    client = Client.objects.filter(key=key, revoked=None).first() if "\0" not in key else None
    if client is None:
        return None
    given = hashed(secret)
    if compare_digest(given, client.secret):
        return client
    overlaps = client.previous_until is not None and client.previous_until > (now or timezone.now())
    return client if overlaps and compare_digest(given, client.previous_secret) else None


def launch_of(secret: str, *, now: datetime | None = None) -> LaunchToken | None:
    """Return the launch whose secret this is, while it lasts and its learner may still learn the course."""
    at = now or timezone.now()
    launches = LaunchToken.objects.select_related("enrolment__outline", "learner")
    standing = launches.filter(revoked=None, expires__gt=at, learner__is_active=True, enrolment__in=open_enrolments(at))
    return standing.filter(secret=hashed(secret)).first()
