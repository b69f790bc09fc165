"""Holding back who guesses secrets: failures are counted by address, so that one guesser shuts nobody else out."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest

from .refusals import Refused

MOST_FAILURES = 20
WINDOW = 15 * 60  # seconds

Found = TypeVar("Found")


def guard(request: HttpRequest, recognise: Callable[[], Found]) -> Found:
    """Return who is recognised; after 20 failures in 15 minutes from one address raises `Refused` (429)."""
    key = f"xapi-failures:{request.META.get('REMOTE_ADDR', '')}"
    try:
        return recognise()
    except Refused as refused:
        if refused.status != HTTPStatus.UNAUTHORIZED:
            raise
        cache.add(key, 0, WINDOW)
        if cache.incr(key) > MOST_FAILURES:
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, "too many failures; try again in 15 minutes") from refused
        raise
