"""Which pages may open the socket: those of this site, and no other.

A browser sends the session's cookie with a handshake from any page, so the Origin header alone tells who asks.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]


class SameOriginOnly:
    """Pass a handshake on if its Origin is this site's exact origin; answer 403 to every other, and to none."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        trusted = is_trusted(_header(scope, b"origin"), host=_header(scope, b"host"))
        application = self.application if trusted else WebsocketDenier.as_asgi()
        await application(scope, receive, send)


def is_trusted(origin: str | None, *, host: str | None) -> bool:
    """Say whether `origin` is SITE_ORIGIN or, where LIVE_OWN_HOST is on, that of the allowed host asked for."""
    if not origin:
        return False
    if origin == settings.SITE_ORIGIN:
        return True
    return bool(settings.LIVE_OWN_HOST and host and origin == f"http://{host}" and _is_ours(host))


def _is_ours(host: str) -> bool:
    name = host.rsplit(":", 1)[0]
    return validate_host(name, [allowed for allowed in settings.ALLOWED_HOSTS if allowed != "*"])


def _header(scope: Scope, name: bytes) -> str | None:
    values = [value for key, value in scope["headers"] if key == name]
    return values[0].decode("latin1") if len(values) == 1 else None
