"""What one asks of one's record, and what one brings to it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import actions, queries
from .standing import Mark

KINDS = [
    ("", _("Everything")),
    (queries.LESSONS, _("Lessons and links")),
    (queries.ASSESSMENTS, _("Assessments")),
    (queries.ANSWERS, _("Answers")),
    (queries.OUTSIDE, _("Learned elsewhere")),
    (queries.BROUGHT, _("Brought")),
    (queries.REPORTED, _("Reported")),
    (queries.TAKEN_BACK, _("Taken back")),
]


class RecordForm(forms.Form):
    """Which part of the record, as it was at the end of which day."""

    course = forms.UUIDField(label=_("Course"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, required=False, widget=forms.Select(attrs={"class": "input"})
    )
    until = forms.DateField(
        label=_("As it was at the end of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def offer(self, marks: list[Mark]) -> None:
        """Offer the courses of `marks` to choose from."""
        titles = {str(mark.key): mark.title for mark in marks}
        self.fields["course"].widget = forms.Select(
            attrs={"class": "input"}, choices=[("", _("Every course")), *titles.items()]
        )

    def asked(self) -> queries.Asked:
        """Return what is asked for; whatever is no answer is as if it had not been given."""
        self.is_valid()
        given = self.cleaned_data
        return queries.Asked(
            course=given.get("course"),
            kind=given.get("kind", ""),
            until=ending(given.get("until")),
            before=given.get("before"),
        )


def ending(day: Any) -> datetime | None:
    """Return the moment at which `day` has ended in the reader's zone."""
    if day is None or day >= day.max - timedelta(days=1):
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class BringForm(forms.Form):
    """A file of statements."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JSON: a list of xAPI statements, or an object with “statements”. Up to 5 MB and 2,000 statements."
        ),
        widget=forms.FileInput(attrs={"accept": "application/json,.json"}),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too long before it is read."""
        file = self.cleaned_data["file"]
        if file.size > actions.LARGEST:
            raise forms.ValidationError(_("This file is longer than 5 MB. Divide it and bring its parts."))
        return file
