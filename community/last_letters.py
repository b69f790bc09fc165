"""The address by which a letter is the last of its kind: signed, good for ever, and opened without signing in.

It names who it is for by what says nothing to anybody else: a uid, or the SHA-256 of an address.
"""

import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_INVITATIONS = ""
_signer = Signer(salt="community.unsubscribing")


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters that one may want no more: notices of a kind (`verb`) to a person, with "" invitations to an address."""

    to: str
    verb: str = _INVITATIONS


def of_notices(user: uuid.UUID, *, verb: str) -> str:
    """Return where the notices of a kind to a person, named by uid, are ended."""
    return _written(Letters(user.hex, verb))


def of_invitations(address: str) -> str:
    """Return where invitations to an e-mail address are ended."""
    return _written(Letters(digest(address)))


def read(token: str) -> Letters | None:
    """Return what `token` of such an address is about; None where it is none of ours."""
    try:
        to, verb = _signer.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return Letters(to, verb)


def headers(address: str) -> dict[str, str]:
    """Return the lines of a letter's head by which mail programs end it with one press (RFC 2369, RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def digest(address: str) -> str:
    """Return what is kept of an e-mail address."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def _written(letters: Letters) -> str:
    token = _signer.sign_object([letters.to, letters.verb])
    return settings.SITE_ORIGIN + reverse("unsubscribing:letters", args=[token])
