"""Answers with the bytes of a private file: whole, a range of them, or by the web server in front."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from .files import INLINE_TYPES

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(
    request: HttpRequest, file: FieldFile, *, name: str, public: bool, attached: bool = False
) -> HttpResponseBase:
    """Return `file` as the browser asks for it; what everyone may see can be cached for an hour, the rest never.

    What is `attached` is saved and not shown, whatever it is.
    """
    kind = INLINE_TYPES.get(PurePath(file.name or "").suffix.lower())
    response = _accelerated(file) if settings.FILES_ACCEL else _direct(request, file)
    response["Content-Type"] = kind or "application/octet-stream"
    response["Content-Disposition"] = content_disposition_header(attached or kind is None, name) or ""
    response["Cache-Control"] = "public, max-age=3600" if public else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _accelerated(file: FieldFile) -> HttpResponse:
    """Let the web server send it: X-Accel-Redirect to a location that only it can reach."""
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.FILES_ACCEL}{quote(file.name or '')}"
    return response


def _direct(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    try:
        size, opened = file.size, file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    asked = byte_range(request.headers.get("Range", ""), size)
    if asked is None:
        response: HttpResponseBase = FileResponse(opened)
    elif not asked:
        opened.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        headers = {"Content-Range": f"bytes {asked[0]}-{asked[-1]}/{size}", "Content-Length": str(len(asked))}
        response = StreamingHttpResponse(_part(opened, asked), status=206, headers=headers)
    response["Accept-Ranges"] = "bytes"
    return response


def byte_range(header: str, size: int) -> range | None:
    """Return the one range a `Range` header asks for; None for the whole, an empty one when it cannot be met."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    return range(int(first), min(int(last) + 1 if last else size, size))


def _part(opened: Any, asked: range) -> Iterator[bytes]:
    with opened:
        opened.seek(asked.start)
        left = len(asked)
        while left and (chunk := opened.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
