"""The pages of the catalogue: CataloguePage > CoursePage > ModulePage > LessonPage | AssessmentPage |
LinkPage.

A page's `translation_key` is its key, the same in every language. Learners reach pages by flat addresses of our own;
Wagtail's tree of addresses is not mounted.
"""

from itertools import chain
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html
from wagtail.search import index

from courses import addresses
from courses.links.validators import openable

from . import reading, rendering
from .blocks import PROSE, LessonBody, Questions
from .forms import CourseContentForm


class FlatPage(Page):
    """A page whose address does not follow the tree."""

    base_form_class = CourseContentForm
    preview_template = ""

    class Meta:
        abstract = True

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


class ActivityPage(FlatPage):
    """What every activity has."""

    minutes_given = models.PositiveSmallIntegerField(
        _("Minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("How long it takes. Left empty, it is estimated from the words and questions."),
    )
    required = models.BooleanField(
        _("Needed to finish the course"), default=True, help_text=_("Otherwise it is offered and not asked for.")
    )
    # What readers get, written with the page whenever it is saved live; `body` and `questions` are for authors.
    rendered = models.JSONField(default=list, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    subpage_types: list[str] = []
    parent_page_types = ["courses.ModulePage"]
    show_in_menus_default = False
    kind = ""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Draw what readers get, unless only other fields are written."""
        if kwargs.get("update_fields") is None:
            if not self.locale_id:
                self.locale = self.get_default_locale()
            self.rendered = self.draw()
            self.minutes = self.minutes_given or self.estimate()
        super().save(*args, **kwargs)

    def flat_path(self) -> str:
        """Return the address of the activity."""
        return addresses.activity_url(self.kind, str(self.translation_key), self.slug)

    def serializable_data(self) -> dict[str, Any]:
        """Return the content a revision keeps: not what is drawn from it."""
        data = super().serializable_data()
        data.pop("rendered", None)
        data.pop("minutes", None)
        return data

    def draw(self) -> rendering.Drawn:
        """Return what readers get, as JSON: its streams, in the order of the fields."""
        streams = [getattr(self, field.name) for field in self._meta.fields if isinstance(field, StreamField)]
        return rendering.draw(chain.from_iterable(streams), language=self.locale.language_code)

    def preview_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the activity as its readers get it, all on one page, as it is in the editor."""
        from .previews import activity  # previews ask questions, which are declared above the pages

        self.rendered = self.draw()
        self.minutes = self.minutes_given or self.estimate()
        return activity(self)

    def estimate(self) -> int:
        """Return the minutes it takes, from `rendered`."""
        return reading.minutes_for(words=rendering.words(self.rendered), questions=rendering.asked(self.rendered))


class LessonPage(ActivityPage):
    """A lesson: something to read, with questions in it."""

    body = StreamField(LessonBody(), verbose_name=_("Body"), blank=True)
    free_preview = models.BooleanField(
        _("Free preview"), default=False, help_text=_("Everyone may read it, signed in or not.")
    )

    kind = "lesson"
    preview_template = "courses/catalog/preview/lesson.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("minutes_given"), FieldPanel("required"), FieldPanel("free_preview")], heading=_("Reading")
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Lesson")


class AssessmentPage(ActivityPage):
    """Questions, marked, with a pass mark."""

    introduction = RichTextField(_("Introduction"), features=["bold", "italic", "ol", "ul", "link"], blank=True)
    questions = StreamField(Questions(), verbose_name=_("Questions"), min_num=1)
    pass_mark = models.PositiveSmallIntegerField(
        _("Pass mark"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("In per cent of the points."),
    )
    tries = models.PositiveSmallIntegerField(
        _("Tries"), default=3, validators=[MaxValueValidator(100)], help_text=_("0 means without limit.")
    )
    show_keys = models.BooleanField(
        _("Show right answers afterwards"),
        default=True,
        help_text=_("Once the assessment is passed or no try is left."),
    )

    kind = "assessment"
    preview_template = "courses/catalog/preview/assessment.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("questions"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("tries")]),
                FieldPanel("show_keys"),
                FieldPanel("minutes_given"),
                FieldPanel("required"),
            ],
            heading=_("Passing"),
        ),
    ]

    class Meta:
        verbose_name = _("Assessment")


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

    kind = "link"
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
        from courses.links.presenting import drafted  # which reads the pages declared here

        return {**super().preview_context(request), **drafted(self.address, reports=self.reports)}
