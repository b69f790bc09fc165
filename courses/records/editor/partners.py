"""What the pages of forwarding and of taking over have in common: how another store is named and spoken to."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Destination
from courses.writing import Line

from ..exchange.models import Partner


class CredentialsForm(forms.Form):
    """Who we are at the other store. The secret is never shown again, not even here."""

    key = forms.CharField(label=_("Key"), max_length=200)
    secret = forms.CharField(
        label=_("Secret"), max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class PartnerForm(CredentialsForm):
    """Another store: its name, where it answers, who we are there."""

    name = Line(label=_("Name"), max_length=100)
    endpoint = forms.URLField(
        label=_("Endpoint"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Its xAPI address, without “statements” at the end."),
    )
    version = forms.ChoiceField(label=_("It speaks"), choices=Destination.Version.choices)

    field_order = ("name", "endpoint", "key", "secret", "version")

    def clean_endpoint(self) -> str:
        """Return the address without what we add to it."""
        return str(self.cleaned_data["endpoint"]).removesuffix("/").removesuffix("/statements")


def state(partner: Partner, *, ended: datetime | None, ended_words: str) -> str:
    """Return in a word or two how it goes."""
    if ended:
        return ended_words
    if partner.parked_at:
        return gettext("Stopped after ten failures") if partner.tries > 1 else gettext("Stopped")
    return gettext("Failing, tried again") if partner.error else gettext("Going")
