"""Letting programs in, changing their secrets, and turning them away."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from courses.models import Client, Enrolment, FormerSecret, LaunchToken
from courses.records import locks
from courses.sendings import actions as sendings

if TYPE_CHECKING:
    from community.models import User

OVERLAP = timedelta(days=7)  # how long the old secret goes on after a rotation
LAUNCH = timedelta(hours=12)
USE = timedelta(hours=1)  # how exactly it is known when a client last spoke


@transaction.atomic
def admit(
    name: str,
    *,
    scopes: Sequence[str],
    per_minute: int | None = None,
    by: "User | None" = None,
    client_uid: uuid.UUID | None = None,
) -> tuple[Client, str]:
    """Let a program speak to the record store; return it and its secret, which is shown this once.

    With `per_minute` it is held back after so many requests within a minute. The same form of `by` sent again lets in
    no other, and gives it a new secret, because nobody may have read the first.
    """
    secret = secrets.token_urlsafe(32)

    def make() -> Client:
        return Client.objects.create(
            name=name,
            key=secrets.token_hex(8),
            secret=hashed(secret),
            scopes=list(scopes),
            per_minute=per_minute,
            created=timezone.now(),
        )

    said = ("client", name, list(scopes), per_minute)
    client = sendings.once(by, client_uid=client_uid, said=said, of=Client, make=make)
    return client, secret if client.secret == hashed(secret) else rotate(client)


class Known(TypedDict, total=False):
    """What a client is called and may do, as admins change it."""

    name: str
    scopes: Sequence[str]
    per_minute: int | None


def change(client: Client, **changes: Unpack[Known]) -> None:
    """Change `client` from now on, and nothing that is not among `changes`; its secret stays."""
    for name, value in changes.items():
        setattr(client, name, value)
    client.save(update_fields=list(changes))


def note_use(client: Client, *, at: datetime | None = None) -> None:
    """Note that `client` spoke, at most once an hour, so that a request rarely writes."""
    now = at or timezone.now()
    if client.used is None or client.used <= now - USE:
        Client.objects.filter(pk=client.pk).update(used=now)


@transaction.atomic
def rotate(client: Client, *, overlap: timedelta = OVERLAP, at: datetime | None = None) -> str:
    """Return a new secret of `client`; the one before goes on for `overlap`, those before it as long as was said."""
    secret, now = secrets.token_urlsafe(32), at or timezone.now()
    standing = Client.objects.select_for_update().get(pk=client.pk)
    standing.former_secrets.filter(until__lte=now).delete()
    FormerSecret.objects.create(client=standing, secret=standing.secret, until=now + overlap)
    client.secret = hashed(secret)
    client.save(update_fields=["secret"])
    return secret


def revoke(client: Client) -> None:
    """Turn `client` away from now on; what it wrote stays."""
    Client.objects.filter(pk=client.pk, revoked=None).update(revoked=timezone.now())


@transaction.atomic
def launch(
    enrolment: Enrolment,
    *,
    activity_key: uuid.UUID,
    lasts: timedelta = LAUNCH,
    passed_on: Sequence[str] = (),
    at: datetime | None = None,
) -> tuple[LaunchToken, str]:
    """Return a token by which the learner of `enrolment` may report on one activity, and its secret.

    An earlier one of theirs for this activity ends: an activity runs once at a time. `passed_on` names parameters that
    are none of the store's and come with its requests.
    """
    locks.hold([enrolment.learner_id])
    secret = secrets.token_urlsafe(32)
    now = at or timezone.now()
    earlier = LaunchToken.objects.filter(enrolment=enrolment, activity_key=activity_key, revoked=None)
    earlier.update(revoked=now)
    token = LaunchToken.objects.create(
        secret=hashed(secret),
        enrolment=enrolment,
        learner_id=enrolment.learner_id,
        activity_key=activity_key,
        created=now,
        expires=now + lasts,
        passed_on=list(passed_on),
    )
    return token, secret


def end_launch(token: LaunchToken, *, at: datetime | None = None) -> None:
    """Let `token` speak no longer."""
    LaunchToken.objects.filter(pk=token.pk, revoked=None).update(revoked=at or timezone.now())


def hashed(secret: str) -> str:
    """Return what is stored of a secret of 256 random bits: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()
