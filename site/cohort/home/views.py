"""The first page, and the place of what is one's own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cohort.start.steps import guide_of
from community.people.requests import PersonRequest

from . import queries
from .teaching import teaching_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person's own home, or to a visitor what this place is."""
    if not request.user.is_authenticated:
        context = {"welcome": queries.welcome(), "sign_in_url": reverse("account_login")}
        return render(request, "cohort/home/welcome.html", context)
    mine = queries.home_of(request.user, before=request.GET.get("before"), group_uid=request.GET.get("group"))
    context = {"home": mine, "guide": guide_of(request.user), "teaching": teaching_of(request.user)}
    return render(request, "cohort/home/home.html", context)


@login_required
@require_safe
def you(request: PersonRequest) -> HttpResponse:
    """Show a person what is theirs: week, record, points, connections, settings, and the way out."""
    return render(request, "cohort/home/you.html", {"you": queries.you_of(request.user)})
