"""What authors find in the CMS editor beside Wagtail's own: a form for a new course."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from courses.requests import PersonRequest
from courses.writing import Line

from . import actions, policies


class NewCourseForm(forms.Form):
    """What a course needs to begin."""

    title = Line(label=_("Title"), max_length=255, help_text=_("You can change it later."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: PersonRequest) -> HttpResponse:
    """Begin a course of one's own and open its editor."""
    if not policies.may_create_course(request.user):
        raise PermissionDenied
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course = actions.begin_course(request.user, title=form.cleaned_data["title"])
        return redirect("wagtailadmin_pages:edit", course.pk)
    return render(request, "courses/catalog/editor/new_course.html", {"form": form})
