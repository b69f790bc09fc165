"""Ending letters."""

import uuid
from datetime import datetime

from django.utils import timezone

from community.models import Unsubscription, User
from community.notifications.choices import mail_no_more
from community.notifications.kinds import KINDS

from .addresses import Letters


def end(letters: Letters, *, at: datetime | None = None) -> None:
    """Mail `letters` no more; a repeat changes nothing, and what is not there any more ends quietly."""
    if not letters.verb:
        Unsubscription.objects.get_or_create(address=letters.to, defaults={"at": at or timezone.now()})
    elif letters.verb in KINDS and (user := User.objects.filter(uid=uuid.UUID(letters.to)).first()):
        mail_no_more(user, verb=letters.verb)
