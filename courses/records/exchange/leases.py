"""One worker at a time speaks with another store; a failure waits longer each time, and is parked after ten tries.

While external records are switched off nobody is spoken to, and each goes on from where it was when they are on again.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses import capabilities

from . import secrecy
from .models import Partner
from .wire import Forbidden, Unreachable

LEASE = timedelta(minutes=3)  # longer than any one request
TURN = 20.0  # seconds a partner may take at a time
TRIES = 10
BACKOFF = timedelta(seconds=30)  # doubled with each try
LONGEST = timedelta(hours=6)

log = logging.getLogger(__name__)

P = TypeVar("P", bound=Partner)


class Failed(Exception):
    """The other store did not do what it was asked; the message says why."""


def run(partners: QuerySet[P], work: Callable[[P], int], *, now: datetime) -> int:
    """Do `work` for each of `partners` that is due and that nobody else is busy with; return the sum of what it did."""
    due = partners.filter(Q(leased_until=None) | Q(leased_until__lte=now), parked_at=None, due__lte=now)
    return sum(_run_one(partner, work, now) for partner in due.order_by("pk") if _are_spoken_to())


def turn() -> Iterator[None]:
    """Yield until a partner's turn is over, or nobody is spoken to any more."""
    end = time.monotonic() + TURN
    while time.monotonic() < end and _are_spoken_to():
        yield


def extend(partner: Partner) -> bool:
    """Hold the lease of `partner` for longer; False where another has it by now."""
    until = timezone.now() + LEASE
    mine = type(partner).objects.filter(pk=partner.pk, leased_until=partner.leased_until)  # type: ignore[attr-defined]
    if not mine.update(leased_until=until):
        return False
    partner.leased_until = until
    return True


def resume(partner: Partner) -> None:
    """Give `partner` its tries back, from now on."""
    type(partner).objects.filter(pk=partner.pk).update(  # type: ignore[attr-defined]
        parked_at=None, tries=0, due=timezone.now(), leased_until=None
    )


def let_in_as(partner: Partner, *, key: str, secret: str) -> None:
    """Speak to `partner` by another key and secret from now on, and try at once."""
    type(partner).objects.filter(pk=partner.pk).update(key=key, secret=secrecy.hide(secret))  # type: ignore[attr-defined]
    resume(partner)


def _are_spoken_to() -> bool:
    return capabilities.is_on("external_records")


def _run_one(partner: P, work: Callable[[P], int], now: datetime) -> int:
    """Lease `partner`, counting the try before it is made, so that one which kills its process is parked as well.

    Whatever goes wrong is kept with it, so that no other waits because of it.
    """
    rows = type(partner)._default_manager.filter(pk=partner.pk)
    until = timezone.now() + LEASE
    if partner.tries >= TRIES:
        rows.update(parked_at=now, error=partner.error or "did not finish")
        return 0
    if not rows.filter(leased_until=partner.leased_until).update(leased_until=until, tries=F("tries") + 1):
        return 0
    partner.leased_until, partner.tries = until, partner.tries + 1
    try:
        done = work(partner)
    except Exception as failure:
        parked = isinstance(failure, Forbidden) or partner.tries >= TRIES
        rows.filter(leased_until=partner.leased_until).update(
            error=_said(failure, partner),
            due=now + min(BACKOFF * 2 ** (partner.tries - 1), LONGEST),
            leased_until=None,
            parked_at=now if parked else None,
        )
        return 0
    rows.filter(leased_until=partner.leased_until).update(error="", tries=0, leased_until=None)
    return done


def _said(failure: Exception, partner: Partner) -> str:
    """Return why it failed; what nobody foresaw goes to the log whole."""
    if isinstance(failure, (Failed, Unreachable)):
        return str(failure)[:2000]
    log.error("speaking with %s %s failed", type(partner).__name__, partner.uid, exc_info=failure)
    return f"{type(failure).__name__}: {failure}".replace("\0", " ")[:2000]
