"""Two at once, each with a connection of its own."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

PATIENCE = 20.0  # seconds for somebody to begin to wait


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Run all acts at the same moment, each with a connection of its own; return what each raised."""
    ready = Barrier(len(acts))

    def run(act: Callable[[], object]) -> Exception | None:
        try:
            ready.wait(10)
            act()
        except Exception as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[None]:
    """Hold a transaction around the block; `act` begins at the block's end, and waits when the transaction ends."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield
            acting = waiting(pool, act)
        assert acting.result() == [None]


def waiting(pool: ThreadPoolExecutor, act: Callable[[], object]) -> Future[list[Exception | None]]:
    """Begin `act` on a connection of its own and return once it waits for this transaction; fail where it does not."""
    writing = Event()
    acting = pool.submit(at_once, partial(_noticed, act, writing))
    acting.add_done_callback(lambda _: writing.set())
    if connection.vendor == "postgresql":
        waited = _somebody_waits_for_us(acting)
    else:  # which lets one write at a time, so whoever is about to write waits until we have ended
        waited = writing.wait(PATIENCE) and not acting.done()
    assert waited, f"nobody waited: {acting}"
    return acting


def _noticed(act: Callable[[], object], writing: Event) -> None:
    """Act, and tell of the first transaction or change that is asked of the database."""

    def notice(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if not sql.startswith(("SELECT", "PRAGMA")):
            writing.set()
        return execute(sql, *given)

    with connection.execute_wrapper(notice):
        act()


def _somebody_waits_for_us(acting: Future[list[Exception | None]]) -> bool:
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < end and not acting.done():
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone():
                return True
            time.sleep(0.01)
    return False
