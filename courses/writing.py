"""The fields people write in: one line that names something, and prose. Every bound counts a line's end once."""

from typing import Any

from django import forms

from . import readable


class Line(forms.CharField):
    """A name, a title, a line: nothing in it hides, and what is required can be seen."""

    def to_python(self, value: Any) -> str:
        return readable.line(super().to_python(value) or "")


class Prose(forms.CharField):
    """Words on several lines; what is required can be seen."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return readable.prose(super().to_python(value) or "")
