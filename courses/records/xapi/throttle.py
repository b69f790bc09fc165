"""Holding back: who guesses secrets, counted by address, so that one guesser shuts nobody else out; and who hurries."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from .refusals import Refused

MOST_FAILURES = 20
WINDOW = 15 * 60  # seconds
MINUTE = 60

log = logging.getLogger(__name__)

Found = TypeVar("Found")


def guard(request: HttpRequest, recognise: Callable[[], Found]) -> Found:
    """Return who is recognised; after 20 failures in 15 minutes from one address raises `Refused` (429)."""
    key = f"xapi-failures:{address(request)}"
    try:
        return recognise()
    except Refused as refused:
        if refused.status != HTTPStatus.UNAUTHORIZED:
            raise
        if _count(key, WINDOW) > MOST_FAILURES:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS, "too many failures; try again in 15 minutes", wait=WINDOW
            ) from refused
        raise


def pace(name: str, *, per_minute: int | None, now: float | None = None) -> None:
    """Count a request of the caller `name`; after `per_minute` within one minute raises `Refused` (429)."""
    if per_minute is None:
        return
    minute, second = divmod(int(time.time() if now is None else now), MINUTE)
    if _count(f"xapi-pace:{name}:{minute}", MINUTE) > per_minute:
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, f"more than {per_minute} requests a minute", wait=MINUTE - second)


def address(request: HttpRequest) -> str:
    """Return the address a request comes from, behind as many proxies as the installation trusts."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and (found := forwarded[-proxies].strip()):
        return found
    return request.META.get("REMOTE_ADDR", "")


def _count(key: str, seconds: int) -> int:
    """Return how often `key` was counted within `seconds`, by one call of the cache but the first time.

    Without a cache nobody is held back.
    """
    try:
        try:
            return cache.incr(key)
        except ValueError:  # nobody counted it yet, unless another does at this moment
            return 1 if cache.add(key, 1, seconds) else cache.incr(key)
    except Exception:  # whatever the cache's client raises
        log.exception("nothing can be counted")
        return 0
