"""The switches of this installation, read once a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields

from courses.capabilities import Switches

# A request's own memory: filled when the switches are first asked for, gone when the request ends.
_memory: ContextVar[dict[str, Switches] | None] = ContextVar("capabilities", default=None)


def current() -> Switches:
    """Return the switches in force, read at most once a request."""
    memory = _memory.get()
    if memory is None:
        return _read()
    if "switches" not in memory:
        memory["switches"] = _read()
    return memory["switches"]


@contextmanager
def remembered() -> Iterator[None]:
    """Read the switches at most once until the block ends."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def _read() -> Switches:
    from .models import Capabilities  # models are not ready when this module is imported

    names = [field.name for field in fields(Switches)]
    row = Capabilities.objects.order_by("pk").values(*names).first()
    return Switches(**row) if row else Switches()
