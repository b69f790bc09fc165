"""What authors find in the CMS editor beside Wagtail's own: a form for a new course, and the list of their own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import pagination
from courses.requests import PersonRequest
from courses.sendings.forms import Once
from courses.writing import Line

from . import actions, policies, teaching

PAGE = 50


class NewCourseForm(Once):
    """What a course needs to begin."""

    title = Line(label=_("Title"), max_length=255, help_text=_("You can change it later."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: PersonRequest) -> HttpResponse:
    """Begin a course of one's own and open its editor."""
    if not policies.may_create_course(request.user):
        raise PermissionDenied
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course = actions.begin_course(request.user, **form.cleaned_data)
        return redirect("wagtailadmin_pages:edit", course.pk)
    return render(request, "courses/catalog/editor/new_course.html", {"form": form})


@require_safe
def my_courses(request: PersonRequest) -> HttpResponse:
    """List every course that one teaches, by title, drafts among them."""
    rows, following = pagination.page(teaching.pages_taught_by(request.user), after=request.GET.get("after"), size=PAGE)
    more_url = f"{reverse('my_courses')}?after={following}" if following else ""
    return render(request, "courses/catalog/editor/my_courses.html", {"courses": rows, "more_url": more_url})
