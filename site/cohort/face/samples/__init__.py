"""What the style guide shows: invented people and courses, as plain mappings."""

from django import forms
from django.utils import timezone

from . import feed, frame, groups, learning
from .cast import (
    ADA,
    COLOURS,
    FINISHED,
    HANA,
    ICONS,
    KWAME,
    LAN,
    MEILING,
    NGOZI,
    OTTER,
    PRIYA,
    SEGMENTS,
    TOMAS,
    YUSUF,
    Props,
)


class TopicForm(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label="Title", error_messages={"required": "Give the topic a title"})
    due = forms.CharField(label="Due", help_text="In the group’s time zone, Europe/Prague")
    zone = forms.ChoiceField(label="Time zone", choices=[("Africa/Lagos", "Africa/Lagos"), ("UTC", "UTC")])
    address = forms.CharField(label="Group address", disabled=True, initial="evening-statistics", required=False)
    text = forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    pace = forms.ChoiceField(
        label="How often", widget=forms.RadioSelect, choices=[("weekly", "Weekly"), ("daily", "Daily")]
    )
    mail = forms.BooleanField(label="Mail me the digest", required=False, initial=True)

    def clean_due(self) -> str:
        raise forms.ValidationError("Choose a due date after today")


def everything() -> Props:
    """Return the context of the style guide."""
    now = timezone.now()
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "segments": SEGMENTS,
        "finished": FINISHED,
        "ahead": [[0, 0, 0, 0], [0, 0, 0, 0, 0]],
        "form": TopicForm({"title": "", "due": "12 November", "zone": "Africa/Lagos", "pace": "weekly", "mail": "on"}),
        "people": [NGOZI, MEILING, TOMAS, PRIYA, YUSUF, HANA, KWAME, LAN],
        "ada": ADA,
        "mei": MEILING,
        "yusuf": YUSUF,
        "lan": LAN,
        "otter": OTTER,
        "hana": HANA,
        "nobody": {"name": ""},
        "families": ("bars", "strata", "leaves", "arches", "weave", "orbits"),
        "tones": ("ink", "moss", "clay", "rose", "stone", "lagoon", "ochre", "fern"),
        "card": learning.continue_card(),
        "modules": learning.outline(),
        "days": feed.days(now),
        "tabs": feed.tabs(),
        "periods": [{"label": "This week", "url": "#", "current": True}, {"label": "All time", "url": "#all"}],
        **feed.talk(now),
        **groups.board(),
        **groups.manager(),
        **groups.sharing(),
        **frame.notices(now),
    }
