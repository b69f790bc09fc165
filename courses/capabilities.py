"""Which capabilities this installation has switched on; the composition provides the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver


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


def gated(name: str, urls: Sequence[URLPattern | URLResolver]) -> Sequence[URLPattern | URLResolver]:
    """Return `urls` answering the common 404 while the capability `name` is off."""
    for entry in urls:
        if isinstance(entry, URLResolver):
            gated(name, entry.url_patterns)
        else:
            entry.callback = _closed_unless(name, entry.callback)
    return urls


def _closed_unless(name: str, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_on(name):
            raise Http404
        return view(request, *args, **kwargs)

    return door
