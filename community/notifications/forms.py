"""What a person chooses to hear."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from courses.meanwhile import Meanwhile

from .queries import Choice


class PreferencesForm(Meanwhile):
    """Two ticks for each kind: in the tray, and by mail too."""

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        stands = {f"site-{choice.kind.verb}": choice.on_site for choice in choices}
        stands |= {f"mail-{choice.kind.verb}": choice.by_mail for choice in choices}
        super().__init__(*args, stands=stands, **kwargs)
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
        """Return (here, by mail) for each kind of which either was changed on the page."""
        wanted = {
            choice.kind.verb: (
                self.changes.get(f"site-{choice.kind.verb}", choice.on_site),
                self.changes.get(f"mail-{choice.kind.verb}", choice.by_mail),
            )
            for choice in self.choices
        }
        stands = {choice.kind.verb: (choice.on_site, choice.by_mail) for choice in self.choices}
        return {verb: each for verb, each in wanted.items() if each != stands[verb]}
