"""The list of courses, a course's page, and files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


def course_list(request: HttpRequest) -> HttpResponse:
    """Show my courses and all courses."""
    return render(request, "courses/catalog/list.html")


def course(request: HttpRequest, key, slug: str = "") -> HttpResponse:
    raise Http404


def file(request: HttpRequest, uid, spec: str) -> HttpResponse:
    raise Http404
