"""Other names of our activities: which IRI elsewhere means which activity of a course here."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from courses.admins import admins_only
from courses.models import ActivityAlias, Outline
from courses.outline import outlines
from search.words import unaccented

from .. import naming
from ..values import is_iri


class CourseForm(forms.Form):
    """Which course the activity belongs to."""

    course = forms.ChoiceField(label=gettext_lazy("Course"))

    def __init__(self, *args: Any, courses: Sequence[Outline], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].choices = [(str(one.course_key), one.data["title"]) for one in courses]  # type: ignore[attr-defined]


class AliasForm(forms.Form):
    """The name elsewhere, and the activity that it means."""

    iri = forms.CharField(
        label=gettext_lazy("IRI elsewhere"),
        max_length=4000,
        help_text=gettext_lazy("Exactly as the other program writes it, such as https://tablets.example/safety/1"),
    )
    activity = forms.ChoiceField(label=gettext_lazy("Activity"))

    def __init__(self, *args: Any, course: Outline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [(one["key"], one["title"]) for one in outlines.activities(course.data)]  # type: ignore[attr-defined]

    def clean_iri(self) -> str:
        """Return an IRI that is not one of our own."""
        iri = self.cleaned_data["iri"].strip()
        if not is_iri(iri):
            raise forms.ValidationError(_("That is no IRI: it begins with a scheme such as https: and holds no space."))
        if iri.startswith(f"{settings.IRI_BASE}/activities/"):
            raise forms.ValidationError(_("That is a name of our own already."))
        return iri


@require_safe
@admins_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the names there are, and offer the courses to add one to."""
    courses = _courses()
    titles = _titles(courses)
    unknown = (_("An activity that is not published"), "")
    rows = [
        {
            "alias": alias,
            "course": titles.get(str(alias.activity_key), unknown)[0],
            "activity": titles.get(str(alias.activity_key), unknown)[1],
        }
        for alias in ActivityAlias.objects.order_by("iri")
    ]
    context = {"rows": rows, "form": CourseForm(courses=courses), "courses": bool(courses)}
    return render(request, "courses/records/editor/aliases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def new(request: HttpRequest) -> HttpResponse:
    """Add a name to an activity of the course in the address."""
    chosen = CourseForm(request.GET, courses=_courses())
    if not chosen.is_valid():
        return redirect("activity_aliases")
    course = Outline.objects.current().get(course_key=chosen.cleaned_data["course"])
    form = AliasForm(request.POST if request.method == "POST" else None, course=course)
    if request.method == "POST" and form.is_valid():
        try:
            naming.name_activity(uuid.UUID(form.cleaned_data["activity"]), iri=form.cleaned_data["iri"])
        except naming.Taken:
            form.add_error("iri", _("That IRI means an activity already; remove it there first."))
        else:
            messages.success(request, _("The name is added; statements about it count from now on."))
            return redirect("activity_aliases")
    context = {
        "form": form,
        "title": _("Another name in “%(course)s”") % {"course": course.data["title"]},
        "action": request.get_full_path(),
        "button": _("Add the name"),
    }
    return render(request, "courses/records/editor/form.html", context)


@require_POST
@admins_only
def removal(request: HttpRequest) -> HttpResponse:
    """Let a name mean nothing here any more; what was recorded stays."""
    if not naming.forget_name(request.POST.get("iri", "")):
        raise Http404
    messages.success(request, _("The name is removed; what was recorded by it stays."))
    return redirect("activity_aliases")


def _courses() -> list[Outline]:
    return sorted(Outline.objects.current(), key=lambda one: unaccented(one.data["title"]))


def _titles(courses: Sequence[Outline]) -> Mapping[str, tuple[str, str]]:
    """Return the titles of course and activity by the activity's key."""
    return {
        activity["key"]: (one.data["title"], activity["title"])
        for one in courses
        for activity in outlines.activities(one.data)
    }
