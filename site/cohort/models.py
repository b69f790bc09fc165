"""The composition's own rows."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from courses.meanwhile import Meanwhile

from .demo.models import DemoManifest
from .home.models import HomePage

__all__ = ["Capabilities", "DemoManifest", "HomePage"]


class CapabilitiesForm(Meanwhile, WagtailAdminModelForm):
    """The name and the switches, which another admin may be changing too, and that somebody decided about them."""

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        stands = {name: getattr(instance, name) for name in self._meta.fields if name != "chosen_at"}
        super().__init__(*args, instance=instance, stands=stands, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Keep what stands of all that was not changed here, for the whole row is written."""
        return super().clean() | {name: value for name, value in self._stands.items() if name not in self.changes}

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
