"""What a person chooses to hear."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .queries import Choice


class PreferencesForm(forms.Form):
    """Two ticks for each kind: in the tray, and by mail too."""

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        for choice in choices:
            self.fields[f"site-{choice.kind.verb}"] = forms.BooleanField(
                label=_("%(kind)s, here") % {"kind": choice.kind.label}, required=False, initial=choice.on_site
            )
            self.fields[f"mail-{choice.kind.verb}"] = forms.BooleanField(
                label=_("%(kind)s, by mail too") % {"kind": choice.kind.label},
                required=False,
                initial=choice.by_mail,
            )

    def rows(self) -> list[tuple[Choice, forms.BoundField, forms.BoundField]]:
        """Return each kind with its two ticks."""
        return [(choice, self[f"site-{choice.kind.verb}"], self[f"mail-{choice.kind.verb}"]) for choice in self.choices]

    def chosen(self) -> dict[str, tuple[bool, bool]]:
        """Return (here, by mail) for each kind."""
        return {
            choice.kind.verb: (
                self.cleaned_data[f"site-{choice.kind.verb}"],
                self.cleaned_data[f"mail-{choice.kind.verb}"],
            )
            for choice in self.choices
        }
