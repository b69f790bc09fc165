"""A circuit breaker: after a failure an engine is left alone for a while, so that nobody waits for it."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed it lets everything through; after a failure one trial each `rest` seconds, until one succeeds."""

    def __init__(self, *, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
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

    def succeeded(self) -> None:
        """Trust the engine again."""
        with self._lock:
            self._next_trial = None
