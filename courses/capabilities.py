"""Which capabilities this installation has switched on; the composition provides the answer."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switches:
    """The switches of an installation; all off is a plain course site."""

    community: bool = False
    achievements: bool = False
    packages: bool = False
    external_records: bool = False
    outside: bool = False


_provider: Callable[[], Switches] = Switches


def provide(provider: Callable[[], Switches]) -> None:
    """Let the composition answer which switches are on."""
    global _provider
    _provider = provider


def switches() -> Switches:
    """Return the switches in force now."""
    return _provider()


def is_on(name: str) -> bool:
    """Say whether the capability `name` is on; an unknown name is an AttributeError."""
    return getattr(_provider(), name)
