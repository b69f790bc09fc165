"""The activities of a course: what every one has, lessons and assessments.

Other kinds have their page beside what they do, as `courses.links.pages`; `courses.kinds` has the words and the door
of each.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from courses import addresses, kinds

from . import reading, rendering
from .blocks import LessonBody, Questions
from .pages import FlatPage


def page_types(names: Iterable[str] = tuple(kinds.KINDS)) -> list[type["ActivityPage"]]:
    """Return the pages of the kinds `names`, or of all, in their order."""
    return [apps.get_model(kinds.KINDS[name].page) for name in names]


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
    # What readers get, written with the page whenever it is saved live; the field named by `written` is for authors.
    rendered = models.JSONField(default=list, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    subpage_types: list[str] = []
    parent_page_types = ["courses.ModulePage"]
    show_in_menus_default = False
    written = ""  # the field that authors write and `rendered` is drawn from

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
        """Return what readers get, as JSON."""
        return rendering.draw(getattr(self, self.written), language=self.locale.language_code)

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

    kind = kinds.LESSON
    written = "body"
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

    kind = kinds.ASSESSMENT
    written = "questions"
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
