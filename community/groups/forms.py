"""What people fill in about groups."""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from community.models import Group, Membership
from community.people.zones import ZONES
from courses.meanwhile import Meanwhile
from courses.sendings.forms import Once
from courses.writing import Line, Prose

ADDRESSES_AT_ONCE = 20


class SharingForm(forms.Form):
    """The choice of what to share in a group; private unless chosen otherwise.

    `told` says that the page showed what a managed group means.
    """

    sharing = forms.ChoiceField(
        choices=Membership.Sharing.choices, widget=forms.RadioSelect, initial=Membership.Sharing.PRIVATE
    )
    told = forms.BooleanField(required=False)

    @property
    def chosen(self) -> dict[str, Any]:
        """The choice as `memberships.join` takes it."""
        return {"sharing": self.cleaned_data["sharing"], "told": self.cleaned_data["told"]}


class JoiningForm(SharingForm):
    """The choice of what to share, and a word to the managers where they are asked."""

    note = Prose(
        label=_("A note to the managers"),
        max_length=300,
        required=False,
        help_text=_("Why you would like to join. You may leave this empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ChangeSharingForm(SharingForm):
    """A changed choice; by name counts from now on, or from joining."""

    since = forms.ChoiceField(
        choices=[("now", _("From now on")), ("joining", _("Everything since I joined"))],
        widget=forms.RadioSelect,
        required=False,
    )

    @property
    def from_joining(self) -> bool:
        return self.cleaned_data.get("since") == "joining"


class GroupForm(forms.ModelForm[Group]):
    """What a group is, who finds it, and whether its managers see progress."""

    managed = forms.BooleanField(
        label=_("Managers see members’ progress"),
        required=False,
        help_text=_(
            "Whoever joins is told so. In a group that exists already each member is asked again before"
            " anyone sees theirs."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=ZONES, help_text=_("Weeks on the leaderboard begin on Monday here.")
    )

    class Meta:
        model = Group
        fields = ["name", "purpose", "visibility", "managed", "time_zone"]
        field_classes = {"name": Line, "purpose": Prose}
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3}), "visibility": forms.RadioSelect}
        help_texts = {
            "purpose": _("One or two sentences: who meets here, and what for."),
            "visibility": _(
                "Public: anyone signed in finds it and joins. Private: anyone signed in finds it and asks."
                " Hidden: nobody finds it; people come by invitation."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["managed"] = bool(self.instance.managed_since)


class GroupSettingsForm(Meanwhile, GroupForm):
    """A group changed by one of its managers, while another may be changing it too."""

    class Meta(GroupForm.Meta):
        pass

    def __init__(self, *args: Any, instance: Group, **kwargs: Any) -> None:
        stands = {name: getattr(instance, name) for name in ("name", "purpose", "visibility", "time_zone")}
        stands["managed"] = bool(instance.managed_since)
        super().__init__(*args, instance=instance, stands=stands, **kwargs)


class NewGroupForm(GroupForm, Once):
    """A group to be founded."""


class InvitingForm(Once):
    """Whom to invite by mail, and a word to them."""

    addresses = forms.CharField(
        label=_("Mail it to"),
        max_length=4000,
        help_text=_("One or several addresses, with commas, spaces or lines between."),
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )
    note = Prose(
        label=_("A word of yours"),
        max_length=500,
        required=False,
        help_text=_("You may leave this empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_addresses(self) -> list[str]:
        """Return each address once, in small letters."""
        bare = re.sub(r"[^,;<>\n]*<([^<>]*)>", r"\1,", self.cleaned_data["addresses"])
        found = list(dict.fromkeys(one.lower() for one in re.split(r"[\s,;]+", bare) if one))
        if wrong := [one for one in found if not _is_address(one)]:
            words = _("“%(address)s” is no address. Write it as name@example.org.")
            raise forms.ValidationError(words, params={"address": wrong[0][:80]})
        if not found:
            raise forms.ValidationError(_("Write at least one address."))
        if len(found) > ADDRESSES_AT_ONCE:
            words = _("Up to %(most)d addresses at once; these are %(n)d.")
            raise forms.ValidationError(words, params={"most": ADDRESSES_AT_ONCE, "n": len(found)})
        return found


class AssignmentForm(forms.Form):
    """A course for the group, perhaps with the day by which it is due.

    `standing` are the courses it learns already, by key, each with the day it is due. Left empty, that day would be
    lost, so whoever leaves it empty is asked.
    """

    course = forms.TypedChoiceField(label=_("Course"), coerce=uuid.UUID)
    due = forms.DateField(
        label=_("Due"),
        required=False,
        help_text=_("The whole of that day, wherever a member is. You may leave this empty."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    no_day = forms.BooleanField(label=_("Not due on any day from now on"), required=False)

    def __init__(
        self,
        *args: Any,
        courses: list[tuple[str, str]],
        zone: Any,
        standing: Mapping[uuid.UUID, datetime | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.standing = {key: due.date() for key, due in standing.items() if due}
        course: Any = self.fields["course"]
        course.choices = [(key, self._named(key, title)) for key, title in courses]
        if not self.standing:
            del self.fields["no_day"]

    def clean(self) -> dict[str, Any]:
        """Turn the day into its end in the group's time zone, and ask where a day that stands would be lost."""
        cleaned = super().clean() or {}
        day, before = cleaned.get("due"), self.standing.get(cleaned.get("course") or uuid.UUID(int=0))
        if "due" in self.errors:
            return cleaned
        if day is None and before and not cleaned.get("no_day"):
            self._ask(before)
        due = datetime.combine(day, time(23, 59, 59, fold=1), tzinfo=self.zone) if day else None
        if due and due < timezone.now() and day != before:
            self.add_error("due", _("That day is over. Choose a later one."))
        return {**cleaned, "due": due}

    def _ask(self, before: date) -> None:
        said = _("This course is due %(day)s. Keep that day, choose another, or say that it is due on none.")
        self.add_error("due", said % {"day": date_format(before, "j F")})
        self.data = {**{name: self.data[name] for name in self.data}, self.add_prefix("due"): before.isoformat()}

    def _named(self, key: str, title: str) -> str:
        due = self.standing.get(uuid.UUID(key))
        return _("%(title)s, due %(day)s") % {"title": title, "day": date_format(due, "j F")} if due else title


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
