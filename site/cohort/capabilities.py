"""The switches of this installation: read once a request, refused doors answer 404."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

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
        if not getattr(current(), name):
            raise Http404
        return view(request, *args, **kwargs)

    return door
