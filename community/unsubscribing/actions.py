"""Ending letters, and taking that back."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.last_letters import Letters
from community.models import NotificationPreference, Unsubscription, User
from community.notifications.choices import mail_no_more, prefer
from community.notifications.kinds import KINDS
from community.notifications.policies import wanting_mail


@transaction.atomic
def end(letters: Letters, *, at: datetime | None = None) -> bool:
    """Mail `letters` no more; return whether they came until now.

    A repeat changes nothing, and what is not there any more ends quietly.
    """
    if not letters.verb:
        return Unsubscription.objects.get_or_create(address=letters.to, defaults={"at": at or timezone.now()})[1]
    user = _reader(letters)
    if user is None:
        return False
    came = user.pk in wanting_mail([user], kind=KINDS[letters.verb])
    mail_no_more(user, verb=letters.verb)
    return came


@transaction.atomic
def resume(letters: Letters) -> bool:
    """Mail `letters` again, as before they were ended; return whether they had ended. A repeat changes nothing."""
    if not letters.verb:
        count, _rows = Unsubscription.objects.filter(address=letters.to).delete()
        return count > 0
    user = _reader(letters)
    if user is None or wanting_mail([user], kind=KINDS[letters.verb]):
        return False
    chosen = NotificationPreference.objects.filter(user=user, kind=letters.verb).first()
    prefer(user, verb=letters.verb, on_site=chosen.on_site if chosen else KINDS[letters.verb].on_site, by_mail=True)
    return True


def _reader(letters: Letters) -> User | None:
    return User.objects.filter(uid=uuid.UUID(letters.to)).first() if letters.verb in KINDS else None
