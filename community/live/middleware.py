"""Remember which browser request is being answered, so that its own page does not refresh because of it."""

import re
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_request_id: ContextVar[str] = ContextVar("turbo_request_id", default="")
WELL_FORMED = re.compile(r"[\w-]{1,64}", re.ASCII)


def current_request_id() -> str:
    """Return the id Turbo gave the request that is being answered, or an empty string."""
    return _request_id.get()


class TurboRequestMiddleware:
    """Keep the X-Turbo-Request-Id of the request while it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Turbo-Request-Id", "")
        token = _request_id.set(given if WELL_FORMED.fullmatch(given) else "")
        try:
            return self.get_response(request)
        finally:
            _request_id.reset(token)
