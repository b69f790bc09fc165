"""What those who lead a place write into a rubric, and what an observer ticks."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from courses import readable
from courses.meanwhile import Meanwhile
from courses.models import Rubric
from courses.sendings.forms import Once
from courses.writing import Line, Prose

if TYPE_CHECKING:
    from community.models import User

MOST_SKILLS, MOST_LEVELS, LONGEST = 30, 6, 120


class Lines(Prose):
    """Several short texts, one a line."""

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(max_length=most * (LONGEST + 2), **kwargs)
        self.least, self.most = least, most

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = list(dict.fromkeys(filter(None, map(readable.line, super().clean(value).splitlines()))))
        if not self.least <= len(lines) <= self.most:
            text = _now("Write %(least)d to %(most)d lines, each another one.")
            raise ValidationError(text % {"least": self.least, "most": self.most})
        if any(len(line) > LONGEST for line in lines):
            raise ValidationError(_now("A line holds at most %(n)d characters.") % {"n": LONGEST})
        return lines


class RubricForm(forms.Form):
    """A rubric."""

    title = Line(label=_("What is observed"), max_length=120, error_messages={"required": _("Give it a name.")})
    skills = Lines(
        label=_("Skills"),
        least=1,
        most=MOST_SKILLS,
        help_text=_("One a line, as somebody can see it: “Asks before touching a patient”."),
    )
    levels = Lines(label=_("Levels"), least=2, most=MOST_LEVELS, help_text=_("One a line, the first the lowest."))


class NewRubricForm(RubricForm, Once):
    """A rubric to be made."""


class ChangeRubricForm(Meanwhile, RubricForm):
    """A rubric changed by one of those who lead its place, while another may be changing it too."""

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        stands = {"title": rubric.title, "skills": rubric.skills, "levels": rubric.levels}
        super().__init__(*args, initial=dict(stands), stands=stands, **kwargs)


def field_of(skill: str) -> str:
    """Return the name of the field of a skill: made of its words, so that a tick never lands on another one."""
    return f"skill_{_digest(skill)}"


class ObservationForm(Once):
    """What was seen of one of `people`, of whom `shown` are to choose from: a level for each skill that was shown.

    `version` is sent along and says by which skills and levels it was ticked.
    """

    learner: Any = forms.ModelChoiceField(
        label=_("Whom you observe"),
        queryset=None,
        to_field_name="uid",
        error_messages={"required": _("Choose whom you observe.")},
    )
    observed_on = forms.DateField(
        label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=timezone.localdate
    )

    def __init__(
        self, *args: Any, rubric: Rubric, people: QuerySet["User"], shown: Sequence["User"], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = _digest(rubric.skills, rubric.levels)
        self._skills = rubric.skills
        field: Any = self.fields["learner"]
        field.queryset = people
        field.choices = [("", _now("Choose a person")), *((each.uid, each.display_name) for each in shown)]
        levels = [("", _now("Not seen")), *((level, level) for level in rubric.levels)]
        for skill in rubric.skills:
            self.fields[field_of(skill)] = forms.ChoiceField(
                label=skill, choices=levels, required=False, widget=forms.RadioSelect, initial=""
            )
        self.fields["note"] = Prose(
            label=_("Your note"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
        )

    def clean_observed_on(self) -> date:
        day = self.cleaned_data["observed_on"]
        if day > timezone.localdate():
            raise ValidationError(_now("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        if self.data.get("version") != self.version:
            raise ValidationError(_now("The checklist changed while you filled it in. Look through it, then sign it."))
        if not self.errors and not self.seen():
            raise ValidationError(_now("Tick at least one skill that you saw."))
        return self.cleaned_data

    def seen(self) -> list[tuple[str, str]]:
        """Return each skill that was seen, with its level."""
        ticked = ((skill, self.cleaned_data.get(field_of(skill))) for skill in self._skills)
        return [(skill, level) for skill, level in ticked if level]


def _digest(*words: object) -> str:
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


class AgreementForm(forms.Form):
    """The learner's word."""

    agrees = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)
    reason = Prose(
        label=_("Your reply"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where you do not confirm it. The observer reads it."),
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"]
        if not reason and self.cleaned_data.get("agrees") == "no":
            raise ValidationError(_now("Say what was different."))
        return reason
