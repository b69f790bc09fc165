"""Mail for notices: from rows that are due, under a lease, each with a Message-ID of its own."""

import logging
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags

from community import last_letters as unsubscribing
from community.letters import letter
from community.models import Notification, User
from courses import readable

from . import queries
from .kinds import KINDS
from .policies import is_heard

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # a process that died while mailing is replaced after so long
BATCH = 50


def send_due(now: datetime) -> int:
    """Mail the unread notices that are due; return how many were sent.

    A row is taken by moving its `mail_due_at` on, so that two processes never take the same. One that dies after
    sending sends again with the same Message-ID.
    """
    due = Notification.objects.filter(mail_due_at__lte=now, gone_at=None).order_by("mail_due_at", "pk")
    return sum(_send(row, now) for row in due.select_related("recipient")[:BATCH] if _take(row, now))


def _take(row: Notification, now: datetime) -> bool:
    mine = Notification.objects.filter(pk=row.pk, mail_due_at=row.mail_due_at)
    row.mail_due_at = now + LEASE
    return mine.update(mail_due_at=row.mail_due_at) == 1


def _send(row: Notification, now: datetime) -> int:
    """Send a row that was taken; what fails stays due for the next lease."""
    message = _message(row)
    if message is None:
        _settle(row, mailed_at=None)
        return 0
    try:
        message.send()
    except OSError as error:  # the mail server is away
        log.warning("notice %s was not mailed: %r", row.uid, error)
        return 0
    _settle(row, mailed_at=now)
    return 1


def address_of(user: User) -> str:
    """Return where mail to `user` goes: the address they have verified, or "" while there is none."""
    verified = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return user.email if verified.exists() else ""


def _settle(row: Notification, *, mailed_at: datetime | None) -> None:
    """A notice raised again meanwhile has another time due, and is left so."""
    mine = Notification.objects.filter(pk=row.pk, mail_due_at=row.mail_due_at)
    mine.update(mail_due_at=None, mailed_at=mailed_at or row.mailed_at)


def _message(row: Notification) -> EmailMessage | None:
    """Return the mail of a notice that is still unread, allowed and wanted, to an address that is verified."""
    user = row.recipient
    if not row.unread or not is_heard(KINDS[row.verb]) or not user.is_active or not address_of(user):
        return None
    with translation.override(user.language), timezone.override(user.time_zone or None):
        card = queries.cards(user, [row])[0]
        if not card.url:
            return None
        return _compose(row, card)


def _compose(row: Notification, card: queries.NoticeCard) -> EmailMessage:
    site = settings.SITE_ORIGIN
    text = " ".join(unescape(strip_tags(str(card.text))).split())
    choices = site + reverse("notifications:preferences")
    context = {
        "name": row.recipient.get_short_name(),
        "said": text,
        "sentence": readable.sentence(text),
        "url": site + card.url,
        "choices": choices,
    }
    return letter(
        "community/notifications/mail.html",
        to=row.recipient.email,
        context=context,
        headers={
            "Message-ID": f"<{row.uid}.{int(row.timestamp.timestamp())}@{urlsplit(site).hostname}>",
            **unsubscribing.headers(unsubscribing.of_notices(row.recipient.uid, verb=row.verb)),
        },
    )
