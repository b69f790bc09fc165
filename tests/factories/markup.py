"""Markup of a page, to be compared whatever white space its template is read by."""

import re

from django.http import HttpResponse


def tight(page: HttpResponse) -> str:
    """Return a page's markup without the white space around its tags."""
    return re.sub(r"\s*([<>])\s*", r"\1", page.content.decode())
