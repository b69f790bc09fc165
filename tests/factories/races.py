"""Two at once, each with a connection of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from time import sleep

from django.db import connection, transaction


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
    """Hold a transaction around the block; `act` begins on a connection of its own once the block is through."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield
            acting = pool.submit(at_once, act)
            sleep(0.5)
        assert acting.result() == [None]
