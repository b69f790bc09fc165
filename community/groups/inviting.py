"""The letters that invite into a group."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from community.letters import letter
from community.models import Invitation
from community.unsubscribing import addresses as unsubscribing
from community.unsubscribing.queries import unsubscribed

log = logging.getLogger(__name__)


def send(invitation: Invitation, *, addresses: Sequence[str], note: str) -> list[str]:
    """Mail the link to each address in a letter of its own; return the addresses whose letters were not taken.

    What the server says about one address is not told: whose an address is stays between it and the server. Nor is it
    told who wants no invitations: they get none.
    """
    words = {
        "inviter": invitation.invited_by.display_name,
        "group": invitation.group,
        "note": note,
        "url": address(invitation),
        "until": invitation.expires_at,
    }
    refused = unsubscribed(addresses)
    left = [one for one in addresses if one not in refused]
    untaken, server = [], get_connection()
    try:
        server.open()
        while left:
            if not _is_taken(server, _letter(words, to=left[0])):
                untaken.append(left[0])
            del left[0]
    except OSError as error:  # the server is away, or went away meanwhile
        log.warning("invitation %s was not mailed to everybody: %r", invitation.pk, error)
    finally:
        with suppress(OSError):
            server.close()
    return [*untaken, *left]


def address(invitation: Invitation) -> str:
    """Return the link to send to whom one invites."""
    return settings.SITE_ORIGIN + reverse("groups:invitation", args=[invitation.uid])


def _letter(words: dict[str, Any], *, to: str) -> EmailMessage:
    end = unsubscribing.of_invitations(to)
    context, headers = {**words, "end": end}, unsubscribing.headers(end)
    return letter("community/groups/mail.html", to=to, context=context, headers=headers)


def _is_taken(server: BaseEmailBackend, message: EmailMessage) -> bool:
    """Hand one letter over; raises OSError where no other can be handed over after it."""
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused:
        log.info("a letter of invitation was refused")
    except SMTPResponseException as error:
        log.warning("a letter of invitation was not taken: %s", error.smtp_code)
        return False
    return True
