"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show the feed and what to continue, or to a visitor what this place is."""
    return render(request, "cohort/home/home.html")
