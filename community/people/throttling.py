"""Whom failed sign-ins are counted for: the address that was tried, from where it was tried."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

FIELDS = ("email", "username", "login")


def address(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str | None:
    """Return the e-mail address of an attempt to sign in, without regard to case."""
    sources = [credentials or {}, request.POST if request else {}]
    tried = (source.get(field) for source in sources for field in FIELDS)
    found = next((value for value in tried if value), None)
    return str(found).strip().casefold() if found else None


def client(request: HttpRequest) -> str | None:
    """Return the address a request comes from, behind as many proxies as the installation trusts, if it says."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
