"""What a learner writes about what they learned outside, and what others answer."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.meanwhile import Meanwhile
from courses.models import Claim, Decision, Evidence
from courses.records.values import escaped, is_iri
from courses.sendings.forms import Once
from courses.writing import Line, Prose

from . import deciding, evidence
from .actions import CHANGEABLE
from .evidence import Piece
from .presenting import length

EARLIEST = date(1900, 1, 1)
LONGEST = 4000
LONGEST_LINK = 500
MOST_MINUTES = 60 * 24 * 366


class ManyFilesInput(forms.FileInput):
    """A field for several files."""

    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files, each cleaned by itself."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFiles, self).clean(file, initial) for file in files]


class WholeNumberInput(forms.TextInput):
    """A number as it was typed: a field of the browser's for numbers drops the comma of 1,5 and sends 15."""

    def __init__(self) -> None:
        super().__init__(attrs={"inputmode": "numeric", "autocomplete": "off"})


class LogForm(forms.Form):
    """What was learned outside: what, when, how long, what of it stays, and what shows it."""

    client_uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What was it"), choices=Claim.Kind.choices, widget=forms.RadioSelect, initial=Claim.Kind.WORKSHOP
    )
    title = Line(label=_("What is it called"), max_length=160, error_messages={"required": _("Give it a name.")})
    happened_on = forms.DateField(
        label=_("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say on which day it was."), "invalid": _("Write the day as 2026-11-24.")},
    )
    hours = forms.IntegerField(
        label=_("How long: hours"),
        min_value=0,
        max_value=MOST_MINUTES // 60,
        required=False,
        widget=WholeNumberInput,
    )
    minutes = forms.IntegerField(
        label=_("How long: minutes"),
        min_value=0,
        max_value=MOST_MINUTES,
        required=False,
        widget=WholeNumberInput,
    )
    learned = Prose(
        label=_("What I learned"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence or two what you learned.")},
    )
    photos = ManyFiles(
        label=_("Photos"),
        required=False,
        help_text=_("Place and camera are left out. Only you and those who confirm it see them."),
        widget=ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    documents = ManyFiles(label=_("Files"), required=False, help_text=_("Up to 20 MB each."))
    link = forms.URLField(
        label=_("A link that shows it"), required=False, max_length=LONGEST_LINK, assume_scheme="https", empty_value=""
    )
    place = forms.ChoiceField(
        label=_("Who confirms it"),
        required=False,
        help_text=_(
            "Those who lead the group read what you write here, and confirm it or ask you back. Without a group the "
            "record keeps its kind and its day, and none of your words."
        ),
    )

    def __init__(self, *args: Any, places: Sequence[deciding.Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _now("Nobody: only I read it")), *((each.place, each.name) for each in places)]
        self._field("place").choices = choices

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        # Where the phone is, it may be tomorrow already.
        if day > timezone.localdate() + timedelta(days=1):
            raise ValidationError(_now("This day is still to come. Log it once it was."))
        if day < EARLIEST:
            raise ValidationError(_now("This day is too long ago."))
        return day

    def clean_link(self) -> str:
        """Escape what an address may not hold; it stands in a statement, as browsers show it or not at all."""
        link = escaped(self.cleaned_data["link"])
        if link and (len(link) > LONGEST_LINK or not is_iri(link)):
            raise ValidationError(_now("Copy the address once more, as your browser shows it."))
        return link

    def clean_photos(self) -> list[Piece]:
        return [evidence.photo(file) for file in self._few("photos")]

    def clean_documents(self) -> list[Piece]:
        return [evidence.document(file) for file in self._few("documents")]

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        kept["minutes"] = 60 * (kept.get("hours") or 0) + (kept.get("minutes") or 0) or None
        if self._pieces_there() + len(self.pieces()) > evidence.MOST:
            raise ValidationError(self._too_many())
        return kept

    def pieces(self) -> list[Piece]:
        """Return all that shows it, ready to be kept."""
        link = self.cleaned_data.get("link")
        return [
            *self.cleaned_data.get("photos", []),
            *self.cleaned_data.get("documents", []),
            *([evidence.link(link)] if link else []),
        ]

    def said(self) -> dict[str, Any]:
        """Return what it says of what was learned."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}

    def _pieces_there(self) -> int:
        return 0

    def _few(self, name: str) -> list[Any]:
        """Refuse too many before any is drawn anew."""
        files = self.cleaned_data[name]
        if len(files) > evidence.MOST:
            raise ValidationError(self._too_many())
        return files

    def _too_many(self) -> str:
        return ngettext("At most %(n)d piece of evidence.", "At most %(n)d pieces of evidence.", evidence.MOST) % {
            "n": evidence.MOST
        }


class AmendForm(Meanwhile, Once, LogForm):
    """A claim changed by its learner, perhaps in two windows at once, with an answer to who asked."""

    note = Prose(
        label=_("Your answer"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Read by those who confirm it."),
    )
    removed = forms.MultipleChoiceField(
        label=_("Evidence to take away"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, claim: Claim, there: Sequence[Evidence], answered: bool, asked: bool, **kwargs: Any
    ) -> None:
        stands = {name: getattr(claim, name) for name in CHANGEABLE}
        super().__init__(*args, initial=initial(claim), stands=stands, **kwargs)
        self._there = there
        self._field("removed").choices = [(str(each.uid), each.name) for each in there]
        if not there:
            del self.fields["removed"]
        if not asked:
            del self.fields["note"]
        if answered:
            del self.fields["place"]

    def taken_away(self) -> set[uuid.UUID]:
        """Return the uids of the evidence to be removed."""
        return {uuid.UUID(uid) for uid in self.cleaned_data.get("removed", [])}

    def _said(self, name: str) -> str:
        return length(self._stands[name] or 0) if name == "minutes" else super()._said(name)

    def _pieces_there(self) -> int:
        return len(self._there) - len(self.cleaned_data.get("removed", []))


class DecisionForm(Once):
    """What is decided about the revision that was read, and why."""

    kind = forms.ChoiceField(choices=Decision.Kind.choices, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = Prose(
        label=_("Your reply"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed to ask back or to decline. The learner reads it with your name."),
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not reason and self.cleaned_data.get("kind") != Decision.Kind.CONFIRMED:
            raise ValidationError(_now("Say why, so that it can be put right."))
        return reason


def initial(claim: Claim) -> dict[str, Any]:
    """Return what a form shows of a claim that is to be changed."""
    hours, minutes = divmod(claim.minutes or 0, 60)
    said = {name: getattr(claim, name) for name in CHANGEABLE}
    return {**said, "hours": hours or None, "minutes": minutes or None}
