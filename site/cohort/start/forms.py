"""What the first steps ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohort.models import Capabilities
from courses.writing import Line


class NameForm(forms.Form):
    """What the place is called."""

    name = Line(
        max_length=Capabilities._meta.get_field("name").max_length,
        error_messages={
            "required": _("Give the place a name that can be read."),
            "max_length": _("The name of a place takes up to %(limit_value)d signs."),
        },
    )
