"""Tell the cluster what the entries became: the outbox's second stage, never in a request, so that no save waits.

One process at a time does it, under a lease, so that an older state never follows a newer one.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.utils import timezone

from . import engines
from .models import Entry, Lease, Outbox

BATCH = 200
PUSH = "push"
LEASE = timedelta(minutes=2)  # a process that died while pushing is replaced after so long

log = logging.getLogger(__name__)


class Busy(Exception):
    """Another process is telling the cluster something."""


class Lost(Busy):
    """The lease ran out while the cluster was slow, and another process has it."""


def push() -> int:
    """Tell the cluster of every derived change, one process at a time; return how many things, 0 without one."""
    if not engines.configured() or (holder := _take_lease()) is None:
        return 0
    try:
        if not engines.cluster().has_index():
            return _load_cluster(holder)
        done = 0
        while batch := _push_batch():
            done += batch
            _renew_lease(holder)
        return done
    except (engines.Unreachable, Lost) as problem:
        log.warning("search cluster: %s; the outbox keeps what it has not heard", problem)
        return 0
    finally:
        _release_lease(holder)


def rebuild() -> int:
    """Fill a new index from the entries and put it in the old one's place; return how many things.

    Raises `Unreachable`, `Busy` while another process is telling the cluster something, `Lost` where one took over.
    """
    if (holder := _take_lease()) is None:
        raise Busy("another process is writing to the cluster; try again in a minute")
    try:
        return _load_cluster(holder)
    finally:
        _release_lease(holder)


def _push_batch() -> int:
    rows = list(Outbox.objects.exclude(derived=None).order_by("id").values_list("pk", "kind", "uid")[:BATCH])
    if not rows:
        return 0
    things = {(kind, uid) for _pk, kind, uid in rows}
    entries = Entry.objects.filter(uid__in={uid for _kind, uid in things})
    engines.cluster().update(things, [entry for entry in entries if (entry.kind, entry.uid) in things])
    Outbox.objects.filter(pk__in=[pk for pk, _kind, _uid in rows]).delete()
    return len(things)


def _load_cluster(holder: UUID) -> int:
    """Everything derived before the entries are read is in them; what is derived later is pushed afterwards."""
    heard = list(Outbox.objects.exclude(derived=None).values_list("pk", flat=True))
    entries = Entry.objects.order_by("kind", "uid", "pk").iterator(chunk_size=BATCH)
    count = engines.cluster().rebuild(entries, beat=partial(_renew_lease, holder))
    for start in range(0, len(heard), BATCH):
        Outbox.objects.filter(pk__in=heard[start : start + BATCH]).delete()
    return count


def _take_lease() -> UUID | None:
    """Take the lease and return by what it is known as ours, None while another process has it."""
    Lease.objects.get_or_create(name=PUSH)
    free = Lease.objects.filter(name=PUSH).exclude(until__gt=timezone.now())
    holder = uuid4()
    return holder if free.update(until=_lease_end(), holder=holder) else None


def _renew_lease(holder: UUID) -> None:
    if not Lease.objects.filter(name=PUSH, holder=holder).update(until=_lease_end()):
        raise Lost("another process took the lease")


def _release_lease(holder: UUID) -> None:
    Lease.objects.filter(name=PUSH, holder=holder).update(until=None, holder=None)


def _lease_end() -> datetime:
    return timezone.now() + LEASE
