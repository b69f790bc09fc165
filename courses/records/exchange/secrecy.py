"""Secrets of ours at other stores: kept encrypted by a key that follows from SECRET_KEY, so that no copy of the
database tells them."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """The secret was encrypted under another SECRET_KEY."""


def hide(secret: str) -> str:
    """Return `secret` encrypted."""
    return _fernet().encrypt(secret.encode()).decode()


def reveal(hidden: str) -> str:
    """Return the secret in `hidden`; raises `Unreadable`."""
    try:
        return _fernet().decrypt(hidden.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("the secret was kept under another SECRET_KEY; enter it again") from error


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"courses.records.exchange:{key}".encode()).digest())
