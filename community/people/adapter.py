"""How allauth behaves in this house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

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

    def post_login(self, request: HttpRequest, user: User, **kwargs: object) -> HttpResponse:
        """Remind an admin without a second factor, kindly, each time they sign in."""
        response = super().post_login(request, user, **kwargs)
        if needs_second_factor(user):
            messages.warning(
                request, _("You run this place. Protect your account with a second factor: Settings, Two-factor.")
            )
        return response


def needs_second_factor(user: User) -> bool:
    """Say whether `user` is an admin who signs in by password alone."""
    return user.is_superuser and not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
