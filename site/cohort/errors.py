"""Answers when something is not there, not allowed or broken: static pages that know nothing of who asks."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the same bytes whatever was asked for: what one may not see does not exist."""
    return _answer("404.html", 404)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer 403; also to a form without its token."""
    return _answer("403.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database or the session anything."""
    return _answer("500.html", 500)


def _answer(template: str, status: int) -> HttpResponse:
    response = HttpResponse(_page(template, get_language() or ""), status=status)
    response["Cache-Control"] = "no-store"
    return response


@cache
def _page(template: str, language: str) -> str:
    return render_to_string(template)
