"""Where doors begin that are answered otherwise than pages, and what an address means."""

from urllib.parse import quote

from django.urls import Resolver404, resolve

EDITOR, RECORDS = "/admin/", "/xapi/"

# What a mail, a chat or a sentence leaves at the end of a link that was copied out of it.
_AROUND = " \t\n\u00a0\u200b.,;:!?'\"’”»)]}>*`"


def unquoted(path: str) -> str:
    """Return the address of a page that is meant by `path`, a link with what stood after it; "" where nothing did."""
    if path.startswith("//"):  # which leads to another site
        return ""
    bare = path.rstrip("/").rstrip(_AROUND).rstrip("/") + "/"
    try:
        resolve(bare)
    except Resolver404:
        return ""
    return quote(bare) if bare.rstrip("/") != path.rstrip("/") else ""
