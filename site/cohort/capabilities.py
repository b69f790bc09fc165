"""The switches and the name of this installation, read once a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from datetime import datetime

from django.conf import settings

from courses.capabilities import Switches


@dataclass(frozen=True, slots=True)
class Installation:
    """What an admin chose for this installation: nothing yet, at first."""

    switches: Switches = field(default_factory=Switches)
    name: str = ""
    chosen_at: datetime | None = None


# A request's own memory: filled when the row is first asked for, gone when the request ends.
_memory: ContextVar[dict[str, Installation] | None] = ContextVar("capabilities", default=None)
# What the place was called when this process last read it.
_last_name = ""
_SWITCHES = [each.name for each in fields(Switches)]


def current() -> Switches:
    """Return the switches in force, read at most once a request."""
    return installation().switches


def name() -> str:
    """Return what an admin called the place, "" before."""
    return installation().name


def last_name() -> str:
    """Return what the place is called as far as this process knows without asking, "" where it never asked."""
    return _last_name


def installation() -> Installation:
    """Return all that was chosen, read at most once a request."""
    memory = _memory.get()
    if memory is None:
        return _read()
    if "row" not in memory:
        memory["row"] = _read()
    return memory["row"]


@contextmanager
def remembered() -> Iterator[None]:
    """Read the row at most once until the block ends."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def forget() -> None:
    """Read the row again, for it was changed meanwhile."""
    if (memory := _memory.get()) is not None:
        memory.clear()


def _read() -> Installation:
    from .models import Capabilities  # models are not ready when this module is imported

    global _last_name
    row = Capabilities.objects.order_by("pk").values_list("name", "chosen_at", *_SWITCHES).first()
    _last_name = (row and row[0]) or settings.SITE_NAME
    if row is None:
        return Installation()
    called, chosen_at, *switches = row
    return Installation(Switches(**dict(zip(_SWITCHES, switches, strict=True))), called, chosen_at)
