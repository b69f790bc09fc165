"""What a reading page sends."""

from django import forms


class BookmarkForm(forms.Form):
    """Where someone stopped: the part read, 0 to 1, and the last heading passed."""

    fraction = forms.FloatField(min_value=0, max_value=1)
    heading = forms.CharField(max_length=200, required=False)
