"""What people write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.markdown import LONGEST
from community.models import Topic
from courses.meanwhile import Meanwhile
from courses.sendings.forms import Once
from courses.writing import Line, Prose

_TOO_LONG = _("This is %(show_value)d characters long; a post holds %(limit_value)d. Shorten it, or post it in parts.")


class WordsForm(forms.Form):
    """A contribution in Markdown."""

    text = Prose(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("*emphasis*, **strong**, - lists, > quotes, `code` and [links](https://example.org) work."),
        error_messages={"required": _("Write something first."), "max_length": _TOO_LONG},
    )


class ChangeWordsForm(Meanwhile, WordsForm):
    """One's own words changed, perhaps in two windows at once."""


class SayForm(WordsForm, Once):
    """A contribution that is new."""


class TopicForm(SayForm):
    """A discussion or a question with its title."""

    kind = forms.ChoiceField(
        label=_("What is it"),
        choices=[
            (Topic.Kind.DISCUSSION, _("A discussion: you want to hear what others think")),
            (Topic.Kind.QUESTION, _("A question: one answer can be accepted")),
        ],
        widget=forms.RadioSelect,
        initial=Topic.Kind.DISCUSSION,
    )
    title = Line(label=_("Title"), max_length=160, error_messages={"required": _("Give it a title.")})

    field_order = ["kind", "title", "text"]
