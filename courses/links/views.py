"""The page of a link, its opening, and that it was done."""

import uuid

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.learning import actions as learning
from courses.learning import onward, opening
from courses.models import Enrolment
from courses.records import identity

from . import actions, destinations, presenting, queries
from .queries import Visit


def link(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show where a link leads and what awaits one there."""
    visit = queries.visit(request.user, key)
    if visit is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if visit is None:
        raise Http404
    course_key, enrolment = visit.outline.course_key, visit.enrolment
    edit_url = opening.edit_url(request.user, visit.page, course_key=course_key, enrolment=enrolment)
    return render(request, "courses/links/link.html", {**presenting.page(visit), "edit_url": edit_url})


def launches(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Open a link: lead to where it goes, with the key to report by where it does.

    The answer is a page that goes on by itself. A redirect would have to pass the `form-action` of the page before,
    as Chromium reads it, and so would every redirect of the site it leads to.
    """
    visit, enrolment = _own(request, key)
    if request.method != "POST":
        return redirect("links:link", key=key)
    address = _launched(request, visit, enrolment) if visit.reports else _opened(visit, enrolment)
    response = render(
        request, "courses/links/opening.html", {**presenting.frame(visit), "address": address}, status=201
    )
    response["Refresh"] = f"0; url={address}"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def completion(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Confirm that a link was done, unless that is reported from there, and go on."""
    visit, enrolment = _own(request, key)
    if request.method != "POST":
        return redirect("links:link", key=key)
    if visit.reports:
        messages.info(request, _("That this is done is reported from there."))
        return redirect("links:link", key=key)
    learning.complete_link(enrolment, activity_key=key)
    done = visit.step.state == "done"
    return redirect(onward.after(request, key, outline=visit.outline, before=enrolment, done=done))


def _own(request: HttpRequest, key: uuid.UUID) -> tuple[Visit, Enrolment]:
    """Return the link that the person is enrolled to open, and by what, or raise the common 404."""
    visit = queries.visit(request.user, key)
    if visit is None or visit.enrolment is None:
        raise Http404
    return visit, visit.enrolment


def _opened(visit: Visit, enrolment: Enrolment) -> str:
    actions.open_link(enrolment, activity_key=visit.page.translation_key)
    return visit.address


def _launched(request: HttpRequest, visit: Visit, enrolment: Enrolment) -> str:
    key, address = visit.page.translation_key, visit.page.address
    passed_on = destinations.own_parameters(address)
    return destinations.launched(
        address,
        endpoint=request.build_absolute_uri(reverse("xapi:about")).removesuffix("about"),
        secret=actions.launch(enrolment, activity_key=key, title=visit.step.title, passed_on=passed_on),
        actor=identity.actor(enrolment.learner),
        registration=enrolment.uid,
        activity=identity.activity_iri(key),
    )
