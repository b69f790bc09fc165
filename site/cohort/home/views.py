"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from . import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a person's own home, or to a visitor what this place is."""
    if not request.user.is_authenticated:
        context = {"welcome": queries.welcome(), "sign_in_url": reverse("account_login")}
        return render(request, "cohort/home/welcome.html", context)
    mine = queries.home_of(request.user, before=request.GET.get("before"), group_uid=request.GET.get("group"))
    return render(request, "cohort/home/home.html", {"home": mine})
