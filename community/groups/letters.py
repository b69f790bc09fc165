"""The links and letters that invite into a group, and what whoever sent them is told."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import last_letters as unsubscribing
from community.letters import letter
from community.models import Invitation
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


def links(invitations: Iterable[Invitation]) -> list[dict[str, Any]]:
    """Return the addresses to send to whom one invites, and by how many letters each went out."""
    return [
        {
            "uid": each.uid,
            "expires_at": each.expires_at,
            "address": address(each),
            "mailed": ngettext("mailed once", "mailed %(n)d times", each.mailed) % {"n": each.mailed}
            if each.mailed
            else "",
        }
        for each in invitations
    ]


def what_was_mailed(addresses: Sequence[str], *, untaken: Sequence[str]) -> str:
    """Return how many invitations went out, which did not, and what to do instead."""
    mailed = len(addresses) - len(untaken)
    if not mailed:
        return _("The mail server does not take letters now: no invitation was mailed. Send the link below yourself.")
    words = ngettext(
        "%(n)d of %(all)d invitations was mailed. Send the link yourself to: %(untaken)s",
        "%(n)d of %(all)d invitations were mailed. Send the link yourself to: %(untaken)s",
        mailed,
    )
    return words % {"n": mailed, "all": len(addresses), "untaken": ", ".join(untaken)}


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
