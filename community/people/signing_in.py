"""The forms one signs in and up by."""

from typing import Any

from allauth.account import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.LoginForm):
    """Address, password, and whether this device keeps one signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Keep me signed in on this device")
        self.fields["remember"].initial = True
        _without_placeholders(self)


class SignUpForm(forms.SignupForm):
    """Name, address and password; whatever else is sent is ignored."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["password1"].help_text = _("At least ten characters, and not a common one.")
        _without_placeholders(self)

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up; who has an account already is told so by mail alone, and waits as long as anybody.

        So is whoever signs up by the same address at the same moment: the database lets one of them in.
        """
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class AddressForm(forms.ResetPasswordForm):
    """The address to which a link to choose a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        _without_placeholders(self)


class CodeForm(forms.RequestLoginCodeForm):
    """The address to which a code to sign in goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        _without_placeholders(self)


class ChangePasswordForm(forms.ChangePasswordForm):
    """The password one has, and the one to come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have")
        self.fields["oldpassword"].help_text = ""
        _choosing(self)


class NewPasswordForm(forms.ResetPasswordKeyForm):
    """The password to come, by the link that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choosing(self)


class AnotherAddressForm(forms.AddEmailForm):
    """One more address of one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        _without_placeholders(self)


class AgainForm(forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)


def _choosing(form: Form) -> None:
    """Ask for a new password in our words, twice."""
    form.fields["password1"].label = _("New password")
    form.fields["password1"].help_text = _("At least ten characters, and not a common one.")
    form.fields["password2"].label = _("New password, once more")
    _without_placeholders(form)


def _without_placeholders(form: Form) -> None:
    """A label says it already, and stays when one writes."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
