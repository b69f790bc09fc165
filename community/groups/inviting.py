"""The letters that invite into a group."""

import logging
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.urls import reverse

from community.letters import letter
from community.models import Invitation

log = logging.getLogger(__name__)


def send(invitation: Invitation, *, addresses: Sequence[str], note: str) -> bool:
    """Mail the link to each address in a letter of its own; say whether the mail server is there to take them.

    What it says about one address is not told: whose an address is stays between it and the server.
    """
    words = {
        "inviter": invitation.invited_by.display_name,
        "group": invitation.group,
        "note": note,
        "url": address(invitation),
        "until": invitation.expires_at,
    }
    server = get_connection()
    try:
        server.open()
    except OSError as error:
        log.warning("invitation %s was not mailed: %r", invitation.pk, error)
        return False
    for one in addresses:
        message = letter("community/groups/mail.html", to=one, context=words)
        try:
            server.send_messages([message])
        except SMTPRecipientsRefused:
            log.info("a letter of invitation %s was refused", invitation.pk)
        except OSError as error:
            log.warning("invitation %s was not mailed to everybody: %r", invitation.pk, error)
            return False
    server.close()
    return True


def address(invitation: Invitation) -> str:
    """Return the link to send to whom one invites."""
    return settings.SITE_ORIGIN + reverse("groups:invitation", args=[invitation.uid])
