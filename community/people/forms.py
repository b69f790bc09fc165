"""What a person fills in about themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.models import User
from courses import capabilities
from courses.meanwhile import Meanwhile
from courses.writing import Line, Prose

from . import pictures, zones
from .actions import DESCRIBED


class SignupForm(forms.Form):
    """The part of signing up that is ours: a name, and the zone the browser is in. Anything else sent is ignored."""

    display_name = Line(label=_("Name"), max_length=80, help_text=_("What the people in your groups call you."))

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-controller": "zone"}))

    field_order = ["display_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_what_is_there(self)

    def clean_time_zone(self) -> str:
        return zones.known(self.cleaned_data["time_zone"])

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])


class ProfileForm(Meanwhile, forms.ModelForm[User]):
    """What the people who may see one's profile read there, and how one reads the site."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones.ZONES)

    class Meta:
        model = User
        fields = DESCRIBED
        field_classes = {"display_name": Line, "headline": Line, "about": Prose}
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "display_name": _("What the people in your groups call you."),
            "headline": _("One line below your name."),
            "about": _("Read by those who share a group with you or are connected with you, and by nobody else."),
        }

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        stands = {name: getattr(instance, name) for name in DESCRIBED}
        super().__init__(*args, instance=instance, stands=stands, **kwargs)
        _name_what_is_there(self)
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]


class PictureForm(forms.Form):
    """A picture to be drawn anew."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF, up to 20 MB. We crop it square and remove location data."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def clean_picture(self) -> Any:
        file = self.cleaned_data["picture"]
        return pictures.redrawn(file, size=file.size)


class ConnectionSharingForm(forms.Form):
    """What connections see of what one learns."""

    sharing = forms.ChoiceField(choices=User.Sharing.choices, initial=User.Sharing.PRIVATE)


def _name_what_is_there(form: forms.BaseForm) -> None:
    """Speak of groups and connections only where there are any."""
    if capabilities.is_on("community"):
        return
    form.fields["display_name"].help_text = _("What you are called here.")
    if "about" in form.fields:
        form.fields["about"].help_text = _("Read by you alone.")
        form.fields["headline"].help_text = ""
