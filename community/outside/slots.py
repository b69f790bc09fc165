"""What the community puts into the page of a claim: that its notices have been read."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from courses import slots


def register() -> None:
    """Fill the place on the page of a claim."""
    slots.register("claim.read", read, capability="community", budget=0)


def read(request: HttpRequest, *, thread: str, **context: Any) -> SafeString:
    """Return what tells the notices of `thread` that their page was opened."""
    return format_html(
        '<span hidden data-controller="reader" data-reader-url-value="{}" data-reader-thread-value="{}"></span>',
        reverse("notifications:reading"),
        thread,
    )
