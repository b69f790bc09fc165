"""Route web sockets: same origin only, signed in, one path."""

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import WebsocketDenier
from django.core.handlers.asgi import ASGIHandler
from django.urls import path, re_path

from community.live.consumers import LiveConsumer
from community.live.origin import SameOriginOnly


def application_for(pages: ASGIHandler) -> ProtocolTypeRouter:
    """Return the application that answers HTTP by `pages` and `/live/` by the live consumer."""
    sockets = URLRouter([path("live/", LiveConsumer.as_asgi()), re_path("", WebsocketDenier.as_asgi())])
    return ProtocolTypeRouter({"http": pages, "websocket": SameOriginOnly(AuthMiddlewareStack(sockets))})
