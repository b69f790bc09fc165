"""Where an installation asks for it, the editor opens only to who signs in with a second factor."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .adapter import needs_second_factor


class SecondFactorMiddleware:
    """Send admins and instructors without a second factor to where they set one up, before the editor opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.REQUIRE_SECOND_FACTOR or not request.path.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        if request.user.is_authenticated and needs_second_factor(request.user):
            messages.warning(request, _("Set up a second factor first; then the editor opens."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)
