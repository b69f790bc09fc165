"""A circuit breaker: after a failure an engine is left alone for a while, so that nobody waits for it."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed it lets everything through; after a failure one trial each `rest` seconds, until one succeeds.

    A late answer is a failure only where the `patience`-th in a row is late: one may have been asked too much.
    """

    def __init__(self, *, rest: float, patience: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._patience = patience
        self._clock = clock
        self._late = 0
        self._next_trial: float | None = None
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """Say whether to ask the engine now; of many askers after a rest, one is the trial."""
        with self._lock:
            if self._next_trial is None:
                return True
            if self._clock() < self._next_trial:
                return False
            self._next_trial = self._clock() + self._rest
            return True

    def failed(self) -> None:
        """Leave the engine alone for a while."""
        with self._lock:
            self._next_trial = self._clock() + self._rest

    def late(self) -> None:
        """Hear of an answer that came too late; leave the engine alone when there were several in a row."""
        with self._lock:
            self._late += 1
            if self._late >= self._patience:
                self._next_trial = self._clock() + self._rest

    def succeeded(self) -> None:
        """Trust the engine again."""
        with self._lock:
            self._late = 0
            self._next_trial = None
