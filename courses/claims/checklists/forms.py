"""What those who lead a place write into a rubric, and what an observer ticks."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses.models import Rubric

if TYPE_CHECKING:
    from community.models import User

MOST_SKILLS, MOST_LEVELS, LONGEST = 30, 6, 120


class Lines(forms.CharField):
    """Several short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most * (LONGEST + 2), **kwargs)
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = list(dict.fromkeys(line.strip() for line in super().clean(value).splitlines() if line.strip()))
        if not self.least <= len(lines) <= self.most:
            text = _now("Write %(least)d to %(most)d lines, each another one.")
            raise ValidationError(text % {"least": self.least, "most": self.most})
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_now("A line holds at most %(n)d characters.") % {"n": LONGEST})
        return lines


class RubricForm(forms.Form):
    """A rubric."""

    title = forms.CharField(
        label=_("What is observed"), max_length=120, error_messages={"required": _("Give it a name.")}
    )
    skills = Lines(
        label=_("Skills"),
        least=1,
        most=MOST_SKILLS,
        help_text=_("One a line, as somebody can see it: “Asks before touching a patient”."),
    )
    levels = Lines(label=_("Levels"), least=2, most=MOST_LEVELS, help_text=_("One a line, the first the lowest."))


class ObservationForm(forms.Form):
    """What was seen of one learner: a level for each skill that was shown."""

    learner = forms.ChoiceField(label=_("Whom you observe"))
    observed_on = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )

    def __init__(self, *args: Any, rubric: Rubric, learners: Sequence["User"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._skills, self._levels = rubric.skills, rubric.levels
        self._people = {str(each.uid): each for each in learners}
        field: Any = self.fields["learner"]
        field.choices = [(uid, each.display_name) for uid, each in self._people.items()]
        levels = [("", _now("Not seen")), *((str(number), level) for number, level in enumerate(rubric.levels))]
        for number, skill in enumerate(rubric.skills):
            self.fields[f"skill_{number}"] = forms.ChoiceField(
                label=skill, choices=levels, required=False, widget=forms.RadioSelect, initial=""
            )
        self.fields["note"] = forms.CharField(
            label=_("What you say to it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean_observed_on(self) -> date:
        day = self.cleaned_data["observed_on"]
        if day > timezone.localdate():
            raise ValidationError(_now("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        if not self.errors and not self.seen():
            raise ValidationError(_now("Tick at least one skill that you saw."))
        return kept

    def seen(self) -> list[tuple[str, str]]:
        """Return each skill that was seen, with its level."""
        ticked = ((skill, self.cleaned_data.get(f"skill_{number}")) for number, skill in enumerate(self._skills))
        return [(skill, self._levels[int(level)]) for skill, level in ticked if level]

    def person(self) -> "User":
        """Return whom it is about."""
        return self._people[self.cleaned_data["learner"]]


class AgreementForm(forms.Form):
    """The learner's word."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What you say to it"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where you do not confirm it. The observer reads it."),
    )

    def clean(self) -> dict[str, Any]:
        kept = self.cleaned_data
        kept["reason"] = kept.get("reason", "").strip()
        if kept.get("agrees") == "no" and not kept["reason"]:
            self.add_error("reason", _now("Say what was different."))
        return kept
