"""A form about something that stands: what somebody else changed since the page was shown is never written over."""

import copy
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _


class Meanwhile(forms.Form):
    """A form that sends along what its page showed of each of `stands`, in a digest, and compares before it is saved.

    `changes` is what was changed on the page alone. Where somebody else changed the same meanwhile, both values are
    shown, and sending it again lets the one that was typed stand.
    """

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, stands: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stands = stands
        self.changes: dict[str, Any] = {}
        self.initial["shown"] = self._digests()

    def clean(self) -> dict[str, Any]:
        """Keep what was changed here, and refuse what was changed elsewhere too."""
        kept = super().clean() or self.cleaned_data
        shown = _read(kept.pop("shown", ""))
        for name, stands in self._stands.items():
            if name not in kept or kept[name] == stands:
                continue
            before = shown.get(name, _digest(stands))
            if before == _digest(stands):
                self.changes[name] = kept[name]
            elif before != _digest(kept[name]):
                self.add_error(name, _("It changed meanwhile. By now it says: %(now)s") % {"now": self._said(name)})
        if self.errors:
            data: Any = copy.copy(self.data)  # what was sent is not to be written in, and may say several of a name
            data[self.add_prefix("shown")] = self._digests()
            self.data = data
        return kept

    def _digests(self) -> str:
        return json.dumps({name: _digest(value) for name, value in self._stands.items()})

    def _said(self, name: str) -> str:
        """Return a value as its field would show it."""
        value = self._stands[name]
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return " · ".join(str(choices.get(each, each)) for each in value) or _("nothing")
        if isinstance(value, date):
            return date_format(value, "j F Y")
        if value is None:
            return _("nothing")
        return str(choices.get(value, value)) or _("nothing")


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:16]


def _read(shown: str) -> dict[str, str]:
    try:
        found = json.loads(shown or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
