"""The door of a course."""

import uuid

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from courses import addresses
from courses.catalog import queries as catalog
from courses.learning import queries

from . import actions, policies


def enrol(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begin a course that is open to all, at its first step."""
    outline = catalog.outline(key)
    if outline is None:
        raise Http404
    course = addresses.course_url(str(key), outline.data["slug"])
    if request.method != "POST":
        return redirect(course)
    if not request.user.is_authenticated:
        return redirect_to_login(course)
    if not policies.may_enrol(request.user, outline.data):
        raise Http404
    enrolment = actions.grant(request.user, key, source="open")
    step = queries.path_of(outline, enrolment).next
    return redirect(addresses.step_url(step) if step else course)
