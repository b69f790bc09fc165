"""The first page, and the place of what is one's own."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cohort.start.steps import guide_of
from community.requests import PersonRequest

from . import queries
from .presenting.teaching import teaching_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person's own home, or to a visitor what this place is."""
    if not request.user.is_authenticated:
        context = {"welcome": queries.welcome(), "sign_in_url": reverse("account_login")}
        return render(request, "cohort/home/welcome.html", context)
    return desk(cast(PersonRequest, request))


def desk(request: PersonRequest, *, naming: Form | None = None, status: int = 200) -> HttpResponse:
    """Show a person's own home; `naming` is the form of its first step, where that was not taken."""
    mine = queries.home_of(request.user, before=request.GET.get("before"), group_uid=request.GET.get("group"))
    guide, teaching = guide_of(request.user), teaching_of(request.user)
    context = {"home": mine, "guide": guide, "teaching": teaching, "naming": naming}
    return render(request, "cohort/home/home.html", context, status=status)


@login_required
@require_safe
def you(request: PersonRequest) -> HttpResponse:
    """Show a person what is theirs: week, record, points, connections, settings, and the way out."""
    return render(request, "cohort/home/you.html", {"you": queries.you_of(request.user)})
