"""What a person fills in about themselves."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import User


class SignupForm(forms.Form):
    """The part of signing up that is ours: a name. Anything else that is sent is ignored."""

    display_name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What the people in your groups call you.")
    )

    field_order = ["display_name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"].strip()
        user.save(update_fields=["display_name"])
