"""What this place is called; the composition provides the answer."""

from collections.abc import Callable

from django.conf import settings

_provider: Callable[[], str] = str


def provide(provider: Callable[[], str]) -> None:
    """Let the composition answer what an admin called the place."""
    global _provider
    _provider = provider


def name() -> str:
    """Return what an admin called this place, or what its settings do."""
    return _provider() or settings.SITE_NAME
