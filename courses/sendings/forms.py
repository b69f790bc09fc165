"""The field by which what is sent twice is counted once."""

import uuid

from django import forms


class Once(forms.Form):
    """A form that creates something: made with a name of its own, which it brings back each time it is sent."""

    client_uid = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)
