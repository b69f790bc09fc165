"""Bring the entries up to date: a promise in the outbox, kept after commit and again by every tick.

Stage one, here, derives the entries in the database. Stage two, `pushing.py`, tells the cluster where there is one.
"""

import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from . import engines, pushing, sources, spelling
from .models import Entry, Lease, Outbox

BATCH = 200
DERIVE = "derive"
LONGEST_REST = timedelta(hours=1)  # after 1, 2, 4… minutes a promise that could not be kept is tried again
COLUMNS = ("subject", "title", "text", "facets", "url", "version", "title_words", "text_words")
Key = tuple[str, uuid.UUID, str]

log = logging.getLogger(__name__)
_quiet: ContextVar[bool] = ContextVar("search_quiet", default=False)


def touch(kind: str, *uids: uuid.UUID) -> None:
    """Promise, in the caller's transaction, that the entries of these things are derived again."""
    if not uids:
        return
    now = timezone.now()
    Outbox.objects.bulk_create(Outbox(kind=kind, uid=uid, queued=now) for uid in uids)
    if not _quiet.get():
        _sound_on_commit()


def _sound_on_commit() -> None:
    from .tasks import sound  # the task imports this module

    waiting = transaction.get_connection().run_on_commit
    if all(callback is not sound for _savepoints, callback, _robust in waiting):  # once a transaction is enough
        transaction.on_commit(sound, robust=True)


@contextmanager
def without_alarm() -> Iterator[None]:
    """Leave the promises made in this block to the next `drain()`: for a replay of many actions."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def pending() -> int:
    """Return how many promises are not yet kept by the database's entries."""
    return Outbox.objects.filter(derived=None).count()


def drain() -> int:
    """Keep every promise that can be kept now, in the database and in the cluster; return how many things."""
    done = derive()
    pushing.push()
    return done


def derive() -> int:
    """Derive the entries of every thing in the outbox; return how many things."""
    done, now = 0, timezone.now()
    while batch := _derive_batch(now):
        done += batch
    return done


def expected(kind: str, uids: Collection[uuid.UUID] | None = None) -> dict[Key, dict[str, Any]]:
    """Return the entries of `kind` that follow from its source, by key; of these things, or of all."""
    source = sources.source(kind)
    drafts = source.rows(uids) if source else ()
    found: dict[Key, dict[str, Any]] = {}
    for draft in drafts:
        columns = sources.columns(draft)
        found.update({(kind, draft.uid, place): columns for place in draft.places})
    return found


def differences() -> Iterator[str]:
    """Yield a sentence for each entry that is missing, extra or differs from what follows; promises aside."""
    promised = set(Outbox.objects.filter(derived=None).values_list("kind", "uid"))
    for kind in _kinds():
        follows, stands = expected(kind), _standing(kind)
        for key in sorted(follows.keys() | stands.keys(), key=str):
            if key[:2] in promised:
                continue
            name = f"search.Entry {key[0]} {key[1]} at {key[2]}"
            if key not in stands:
                yield f"{name}: missing"
            elif key not in follows:
                yield f"{name}: extra"
            elif changed := _changed(stands[key], follows[key]):
                yield f"{name}: {', '.join(changed)} differ"
    yield from spelling.differences()


def rebuild() -> int:
    """Derive every entry again and write only the difference; return how many things differed."""
    changed = 0
    for kind in _kinds():
        with transaction.atomic():
            _lock(DERIVE)
            changed += len(_write(kind, expected(kind), _standing(kind)))
    with transaction.atomic():
        _lock(DERIVE)
        spelling.recount()
    return changed


def _kinds() -> list[str]:
    stale = set(Entry.objects.order_by().values_list("kind", flat=True).distinct())
    return sorted(stale | {source.kind for source in sources.registered()})


@transaction.atomic
def _derive_batch(now: datetime) -> int:
    _lock(DERIVE)
    due = Outbox.objects.filter(derived=None).exclude(not_before__gt=now)
    rows = list(due.order_by("id")[:BATCH])
    by_kind: dict[str, list[Outbox]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind, promises in by_kind.items():
        try:
            with transaction.atomic():
                uids = {row.uid for row in promises}
                _write(kind, expected(kind, uids), _standing(kind, uids), promised=True)
                _kept([row.pk for row in promises])
        except Exception as problem:  # a source that fails holds back its own kind only
            log.exception("search: deriving %s failed", kind)
            for row in promises:
                row.not_before = now + min(timedelta(minutes=2**row.tries), LONGEST_REST)
                row.tries, row.error = row.tries + 1, str(problem)[:500]
            Outbox.objects.bulk_update(promises, ["not_before", "tries", "error"])
    return len(rows)


def _kept(ids: list[int]) -> None:
    promises = Outbox.objects.filter(pk__in=ids)
    if engines.configured():
        promises.update(derived=timezone.now(), error="")
    else:
        promises.delete()


def _standing(kind: str, uids: Collection[uuid.UUID] | None = None) -> dict[Key, Entry]:
    entries = Entry.objects.filter(kind=kind)
    if uids is not None:
        entries = entries.filter(uid__in=uids)
    return {(entry.kind, entry.uid, entry.place): entry for entry in entries}


def _changed(entry: Entry, columns: dict[str, Any]) -> list[str]:
    return [name for name in COLUMNS if getattr(entry, name) != columns[name]]


def _write(
    kind: str, follows: dict[Key, dict[str, Any]], stands: dict[Key, Entry], *, promised: bool = False
) -> set[tuple[str, uuid.UUID]]:
    """Write the difference and return the things it touched; unless they are `promised`, the cluster is told."""
    new = [Entry(kind=kind, uid=key[1], place=key[2], **follows[key]) for key in follows.keys() - stands.keys()]
    gone = [stands[key] for key in stands.keys() - follows.keys()]
    changed = [stands[key] for key in stands.keys() & follows.keys() if _changed(stands[key], follows[key])]
    before = [copy(entry) for entry in changed]
    for entry in changed:
        for name, value in follows[entry.kind, entry.uid, entry.place].items():
            setattr(entry, name, value)
    Entry.objects.bulk_create(new, batch_size=BATCH)
    Entry.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    for start in range(0, len(gone), BATCH):
        Entry.objects.filter(pk__in=[entry.pk for entry in gone[start : start + BATCH]]).delete()
    spelling.count(added=[*new, *changed], removed=[*gone, *before])
    things = {(entry.kind, entry.uid) for entry in (*new, *gone, *changed)}
    if engines.configured() and not promised:
        now = timezone.now()
        Outbox.objects.bulk_create(Outbox(kind=kind, uid=uid, queued=now, derived=now) for kind, uid in things)
    return things


def _lock(name: str) -> None:
    """Wait for this stage's row lock; SQLite's immediate transaction is the lock there."""
    Lease.objects.get_or_create(name=name)
    Lease.objects.select_for_update().get(name=name)
