"""Counting once what is sent twice."""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.crypto import salted_hmac

from courses.models import Sending

if TYPE_CHECKING:
    from community.models import User

M = TypeVar("M", bound=Model)
KEPT = timedelta(days=30)


def once(
    person: "User | None",
    *,
    client_uid: uuid.UUID | None,
    said: tuple[Any, ...],
    of: type[M],
    make: Callable[[], M],
    key: str = "uid",
) -> M:
    """Return what `make` makes, found again by its `key`, or what it made when the same form said the same before.

    Of two at once the second waits for the first. Without a person or a `client_uid` each is made anew.
    """
    if person is None or client_uid is None:
        return make()
    with transaction.atomic():
        sending, first = begin(person, client_uid=client_uid, said=said)
        standing = None if first else of._default_manager.filter(**{key: sending.result}).first()
        if standing is not None:
            return standing
        made = make()
        note(sending, result=str(getattr(made, key)))
    return made


def begin(person: "User", *, client_uid: uuid.UUID, said: tuple[Any, ...]) -> tuple[Sending, bool]:
    """Return the sending of a form, and whether it is the first; called inside the action's transaction."""
    text = json.dumps(said, default=str, ensure_ascii=False)
    digest = salted_hmac("courses.sendings", text, algorithm="sha256")  # a secret in it is not to be guessed
    return Sending.objects.get_or_create(
        person=person, client_uid=client_uid, said=digest.hexdigest(), defaults={"at": timezone.now()}
    )


def note(sending: Sending, *, result: str) -> None:
    """Keep what came of a sending."""
    sending.result = result
    sending.save(update_fields=["result"])


def sweep(now: datetime) -> int:
    """Forget what was sent so long ago that no page with its form is open any more; return how many."""
    return Sending.objects.filter(at__lt=now - KEPT).delete()[0]
