"""A second factor belongs to the session that gave it.

Where an installation asks for one, the editor opens only to a session that gave a second factor itself; and whatever
the installation asks for, the second factor of an account is seen and changed only in such a session.
"""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .adapter import enters_editor

KEPT = ("mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes")


class SecondFactorMiddleware:
    """Ask a session for a second factor before the editor opens, or before the factor itself is touched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._asked(request) or self.get_response(request)

    def _asked(self, request: HttpRequest) -> HttpResponse | None:
        to_editor = settings.REQUIRE_SECOND_FACTOR and request.path.startswith(reverse("wagtailadmin_home"))
        if not to_editor and request.path not in map(reverse, KEPT):
            return None
        if not request.user.is_authenticated or (to_editor and not enters_editor(request.user)):
            return None
        kept = dict(Authenticator.objects.filter(user=request.user).values_list("pk", "type"))
        if Authenticator.Type.TOTP not in kept.values():
            return _set_one_up(request) if to_editor else None
        return None if given(request, kept) else _give_it(request)


class Activation(ActivateTOTPView):
    """Set up a second factor; the session in which its first code was typed has given it."""

    def get_form(self, form_class: type[ActivateTOTPForm] | None = None) -> ActivateTOTPForm:
        """Go on with the secret that was begun with: an app may have read it, and the page is loaded anew meanwhile."""
        begun = self.request.session.get(SECRET_SESSION_KEY)
        form: ActivateTOTPForm = super().get_form(form_class)
        if begun:
            form.secret = self.request.session[SECRET_SESSION_KEY] = begun
        return form

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        """Keep, with the session, that it gave the factor it has just set up."""
        response = super().form_valid(form)
        user = authenticated_user(self.request)
        made = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, user, "mfa", id=made.pk, type=made.type)
        return response


def given(request: HttpRequest, kept: dict[int, str]) -> bool:
    """Say whether this session gave one of the second factors `kept` by their ids; one set up since is another."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("id") in kept for record in records)


def _set_one_up(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Set up a second factor first; then the editor opens."))
    return redirect("mfa_activate_totp")


def _give_it(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" else request.path
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': wanted})}")
