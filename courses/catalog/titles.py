"""Titles in the CMS editor, of pages and of files: nothing in them hides, and there is something to see."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from courses import readable
from courses.writing import Line, Prose


def register() -> None:
    """Let every form of the editor that is made of a model ask for its words by our fields."""
    register_form_field_override(models.CharField, override={"form_class": Line}, exact_class=True)
    text = {"form_class": Prose, "widget": widgets.AdminAutoHeightTextInput}
    register_form_field_override(models.TextField, override=text, exact_class=True)


class _Titled:
    cleaned_data: dict[str, Any]

    def clean_title(self) -> str:
        title = readable.line(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Give it a title that can be seen."))
        return title


class DocumentForm(_Titled, BaseDocumentForm):
    """A document of a course."""


class ImageForm(_Titled, BaseImageForm):
    """A picture of a course."""
