"""The few things every request passes through."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from community.people.editor import enter

from . import capabilities
from .paths import EDITOR, RECORDS

Handler = Callable[[HttpRequest], HttpResponse]


WITHOUT_TURBO = (EDITOR, RECORDS)


class TurboMiddleware:
    """Answer a submitted form as Turbo wants it: 422 for a page that shows errors, 303 for a redirect."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or request.path.startswith(WITHOUT_TURBO):
            return response
        if response.status_code in (301, 302):
            response.status_code = 303
        elif response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
            response.status_code = 422
        return response


class PersonMiddleware:
    """Speak a person's language, show times in their zone, and let no cache keep a page made for them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.time_zone:
            timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            translation.activate(request.user.language)
            if request.path.startswith(EDITOR):
                enter(request.user)
        else:
            timezone.deactivate()
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class CapabilitiesMiddleware:
    """Read the installation's switches at most once a request."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with capabilities.remembered():
            return self.get_response(request)
