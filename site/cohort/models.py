"""The composition's own rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .demo.models import DemoManifest
from .home.models import HomePage

__all__ = ["Capabilities", "DemoManifest", "HomePage"]


@register_setting(icon="cogs")
class Capabilities(BaseGenericSetting):
    """One row for the installation: what is switched on. Off closes doors and changes no data."""

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
        _("Learning outside the computer"),
        default=False,
        help_text=_(
            "People log workshops, talks, books and shifts; with community on, managers of their groups confirm them."
        ),
    )

    # A switch whose feature is not built is not shown.
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("community"),
                FieldPanel("achievements"),
                FieldPanel("outside"),
                FieldPanel("external_records"),
            ],
            heading=_("Capabilities"),
        )
    ]

    class Meta:
        verbose_name = _("Capabilities")
        verbose_name_plural = _("Capabilities")
