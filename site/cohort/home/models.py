"""The page at the root of the tree: what a visitor reads first."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Site


class HomePage(Page):
    """The welcome at `/`; signed-in people see their own home at the same address."""

    welcome = models.CharField(
        _("Welcome"),
        max_length=120,
        blank=True,
        help_text=_("One sentence that says what is learned here, and with whom."),
    )
    introduction = RichTextField(_("Introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*Page.content_panels, FieldPanel("welcome"), FieldPanel("introduction")]

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = _("Home page")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return the site's own root: `/` is served by a plain view, never by the tree."""
        for root in Site.get_site_root_paths():
            if self.url_path.startswith(root.root_path):
                return root.site_id, root.root_url, "/"
        return None
