"""The clock of the house: what `manage.py tick` runs. A feature registers one action over what is due."""

import logging
from collections.abc import Callable
from datetime import datetime

Due = Callable[[datetime], int]

_due: dict[str, Due] = {}
log = logging.getLogger(__name__)


def register(name: str, action: Due) -> None:
    """Let tick run `action(now)`, which does what is due and returns how many; safe to run twice or together."""
    _due[name] = action


def tick(now: datetime) -> dict[str, int]:
    """Run every registered action; one that fails is logged and does not stop the others (its count is -1)."""
    done = {}
    for name, action in _due.items():
        try:
            done[name] = action(now)
        except Exception:  # the next minute tries again
            log.exception("tick %s failed", name)
            done[name] = -1
    return done
