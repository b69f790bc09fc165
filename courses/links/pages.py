"""The page of a link."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.search import index

from courses import kinds
from courses.catalog import rendering
from courses.catalog.activities import ActivityPage

from .validators import openable


class LinkPage(ActivityPage):
    """Something to do elsewhere on the web, confirmed by the learner or reported by what stands there."""

    about = RichTextField(
        _("What it is about"),
        features=["bold", "italic", "ol", "ul", "link"],
        help_text=_("What awaits one there, and when it counts as done."),
    )
    address = models.CharField(
        _("Address"),
        max_length=2000,
        validators=[openable],
        help_text=_("Such as https://example.org/practice. It opens in a new tab, for who learns the course only."),
    )
    reports = models.BooleanField(
        _("It reports by xAPI what is done there"),
        default=False,
        help_text=_(
            "It is opened with a key for this one learner and activity, which ends after 12 hours. What it reports"
            " counts for the course and earns no points or badges. Otherwise, and while external records are switched"
            " off, learners confirm that they have done it."
        ),
    )
    minutes_given = models.PositiveSmallIntegerField(
        _("Minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("How long it takes, with what is done there."),
    )

    kind = kinds.LINK
    written = "about"
    preview_template = "courses/catalog/preview/link.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("about"),
        FieldPanel("address", widget=forms.URLInput),
        FieldPanel("reports"),
        MultiFieldPanel([FieldPanel("minutes_given"), FieldPanel("required")], heading=_("Doing it")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("about")]

    class Meta:
        verbose_name = _("Link")

    def draw(self) -> rendering.Drawn:
        """Return what readers get before they go there."""
        return [{"html": expand_db_html(self.about)}] if self.about else []

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the link as it is in the editor, where its address may still be wrong."""
        from .presenting import drafted  # which reads the pages declared here

        return {**super().preview_context(request), **drafted(self.address, reports=self.reports)}
