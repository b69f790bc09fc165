"""The style guide: every component, in every state it can be in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the components with invented people; asks no database of its own."""
    return render(request, "styleguide/index.html", samples.everything())
