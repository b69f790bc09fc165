"""The composition's own rows."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .demo.models import DemoManifest
from .home.models import HomePage

__all__ = ["Capabilities", "DemoManifest", "HomePage"]


class CapabilitiesForm(WagtailAdminModelForm):
    """The switches, and that somebody decided about them."""

    def save(self, commit: bool = True) -> Any:
        self.instance.chosen_at = timezone.now()
        return super().save(commit)


@register_setting(icon="cogs")
class Capabilities(BaseGenericSetting):
    """One row for the installation: what is switched on. Off closes doors and changes no data."""

    name = models.CharField(
        _("Name of this place"),
        max_length=60,
        blank=True,
        help_text=_("In the bar, in titles and in mail."),
    )
    # When somebody decided what is on, be it nothing.
    chosen_at = models.DateTimeField(null=True, editable=False)
    community = models.BooleanField(
        _("Community"),
        default=False,
        help_text=_("Groups, feed, discussions, connections and notifications."),
    )
    achievements = models.BooleanField(
        _("Achievements"),
        default=False,
        help_text=_("Badges, points and leaderboards. Without community each person sees only their own."),
    )
    packages = models.BooleanField(_("Packages"), default=False)
    external_records = models.BooleanField(
        _("External records"),
        default=False,
        help_text=_(
            "Other programs and record stores write and read statements here by xAPI, and people bring their own from"
            " elsewhere. What is learned here is recorded either way."
        ),
    )
    outside = models.BooleanField(
        _("Learning elsewhere"),
        default=False,
        help_text=_(
            "People log workshops, talks, books and shifts; with community on, managers of their groups confirm them."
        ),
    )

    # A switch whose feature is not built is not shown.
    panels = [
        FieldPanel("name"),
        MultiFieldPanel(
            [
                FieldPanel("community"),
                FieldPanel("achievements"),
                FieldPanel("outside"),
                FieldPanel("external_records"),
            ],
            heading=_("Capabilities"),
        ),
    ]

    base_form_class = CapabilitiesForm

    class Meta:
        verbose_name = _("Capabilities")
        verbose_name_plural = _("Capabilities")
