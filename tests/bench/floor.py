"""The floor every page is compared with: what a page of 20 rows costs at the very least here."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from community.models import FeedEntry
from community.requests import PersonRequest


@login_required
def floor(request: PersonRequest) -> HttpResponse:
    """Answer with 20 feed rows and their authors: one keyset SELECT and a short template."""
    rows = (
        FeedEntry.objects.filter(place=f"person:{request.user.uid}")
        .select_related("about")
        .order_by("-at", "-key")[:20]
    )
    return render(request, "floor.html", {"rows": rows})


class QueryCountMiddleware:
    """Say in a header how many queries a page took, when a request asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "X-Count-Queries" not in request.headers:
            return self.get_response(request)
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        return response
