"""How allauth behaves in this house."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from community.letters import letter
from community.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; nothing but name, address and password is taken from a form."""

    def add_message(self, request: HttpRequest, level: int, *args: object, **kwargs: object) -> None:
        """Say what changed; that someone signed in or out is seen without being told."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, *args, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count no passwords: axes does, for an address and from where it is tried, and answers 429."""

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Answer 429 to whoever tried too many codes, in the place of a form to try on."""
        if code == "too_many_login_attempts":
            raise ImmediateHttpResponse(respond_429(context.request))
        return super().validation_error(code, *args)

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write allauth's letters as this place writes all of its own."""
        words = {
            **{name: _of_this_place(value) if name.endswith("_url") else value for name, value in context.items()},
            "account_url": settings.SITE_ORIGIN + reverse("people:account"),
            "account_label": _("See to your account"),
        }
        return letter(f"{template_prefix}.html", to=email, context=words, headers=headers)

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """Remind whoever may enter the editor without a second factor, kindly, each time they sign in."""
        response = super().post_login(request, user, **kwargs)
        if needs_second_factor(user):
            words = _("You run this place. Protect your account with a second factor: Settings, Two-factor.")
            if not user.is_superuser:
                words = _("You publish here. Protect your account with a second factor: Settings, Two-factor.")
            messages.warning(request, words)
        return response


def enters_editor(user: User) -> bool:
    """Say whether the editor is open to `user`."""
    return user.is_superuser or user.has_perm("wagtailadmin.access_admin")


def _of_this_place(url: str) -> str:
    """Return the address at this place's own origin, whatever host the request named."""
    return settings.SITE_ORIGIN + urlsplit(url)._replace(scheme="", netloc="").geturl()


def needs_second_factor(user: User) -> bool:
    """Say whether `user`, who may enter the editor, signs in by password alone."""
    totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return enters_editor(user) and not totp.exists()
