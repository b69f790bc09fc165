"""The pages of the catalogue: CataloguePage > CoursePage > ModulePage > an activity of `activities.py`.

A page's `translation_key` is its key, the same in every language. Learners reach pages by flat addresses of our own;
Wagtail's tree of addresses is not mounted.
"""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, Site
from wagtail.search import index

from courses import addresses

from .blocks import PROSE
from .forms import CourseContentForm

LONGEST_SLUG = 200


class FlatPage(Page):
    """A page whose address does not follow the tree."""

    base_form_class = CourseContentForm
    preview_template = ""
    kind = ""

    class Meta:
        abstract = True

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save; going live, first ask again whether what it refers to is the course's own. Raises NotOurs.

        A live copy is asked about its files alone, by `uses.files_of`: it has no course of its own yet.
        """
        from . import belonging  # which reads the pages declared here

        if clean and self.live and self.pk and self.live_revision and kwargs.get("update_fields") is None:
            belonging.check(self, revision=self.live_revision)
        super().save(clean=clean, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Check the page, which has an address in the tree whatever its title is made of."""
        self._name_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Check a draft as far as it must be to be kept."""
        self._name_address()
        super().minimal_clean()

    def _name_address(self) -> None:
        """Name the address by the key where the title gives no letters for it, or too many."""
        words = slugify(self.title, allow_unicode=True)
        if not self.slug and (not words or len(words) > LONGEST_SLUG):
            self.slug: str = "-".join(filter(None, (words[:LONGEST_SLUG].strip("-_"), str(self.translation_key)[:8])))

    def flat_path(self) -> str:
        """Return the path learners open; a page without one of its own is met where its parent is."""
        return self.get_parent().specific.flat_path()

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Return site, root and our own path, as Wagtail asks for them; None outside every site."""
        for root in Site.get_site_root_paths():
            if self.url_path.startswith(root.root_path):
                return root.site_id, root.root_url, self.flat_path()
        return None

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Show the draft as learners will see it."""
        return TemplateResponse(request, self.preview_template, self.preview_context(request))

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the preview's template shows."""
        return {"page": self}


class CataloguePage(FlatPage):
    """The list of courses."""

    max_count_per_parent = 1  # the composition's home page decides where it stands
    subpage_types = ["courses.CoursePage"]
    preview_template = "courses/catalog/preview/catalogue.html"

    class Meta:
        verbose_name = _("Catalogue")

    def flat_path(self) -> str:
        """Return the address of the list of courses."""
        return reverse("catalog:list")


class CoursePage(FlatPage):
    """A course: what one can do after it, in a line, and its modules below."""

    outcome = models.CharField(
        _("Outcome"), max_length=200, help_text=_("What a learner can do afterwards, in one sentence.")
    )
    description = RichTextField(_("Description"), features=PROSE, blank=True)
    topic = models.CharField(_("Topic"), max_length=60, blank=True, help_text=_("Such as Statistics or Health."))
    open_enrolment = models.BooleanField(
        _("Open to everyone"),
        default=True,
        help_text=_("Anyone who is signed in may start it. Otherwise only groups it is assigned to."),
    )
    cover_key = models.CharField(
        _("Cover"),
        max_length=40,
        blank=True,
        help_text=_("The cover is drawn from these letters; try a few words. Left empty, every course has its own."),
    )
    cover_image = models.ForeignKey(
        "courses.CourseImage",
        verbose_name=_("Cover picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Stands in place of the drawn cover."),
    )

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    show_in_menus_default = False
    kind = "course"
    preview_template = "courses/catalog/preview/course.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("outcome"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("open_enrolment")]),
        MultiFieldPanel([FieldPanel("cover_key"), FieldPanel("cover_image")], heading=_("Cover")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("outcome"),
        index.SearchField("description"),
        index.FilterField("topic"),
    ]

    class Meta:
        verbose_name = _("Course")

    @property
    def cover(self) -> str:
        """Return the key its cover is drawn from."""
        return self.cover_key or str(self.translation_key)

    def flat_path(self) -> str:
        """Return the address of the course."""
        return addresses.course_url(str(self.translation_key), self.slug)

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the course with the outline its saved pages would have."""
        from .previews import course  # previews read the tree, whose pages are declared here

        return course(self)


class ModulePage(FlatPage):
    """A part of a course; it shows on the course's page and has no address of its own."""

    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage", "courses.AssessmentPage", "courses.LinkPage"]
    preview_template = "courses/catalog/preview/course.html"

    class Meta:
        verbose_name = _("Module")

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return its course, where a module shows."""
        from .previews import course  # previews read the tree, whose pages are declared here

        return course(self.get_parent().specific)
