"""One's own record as files: the statements themselves, and a table of them in plain words. Memory stays flat."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses import tables

from . import queries, telling
from .presenting import lines
from .queries import Asked

if TYPE_CHECKING:
    from community.models import User

PIECE = 100  # statements or rows sent at once


def statements(learner: "User", asked: Asked) -> Iterator[str]:
    """Yield {"statements": […]} with what is asked for of the record, as stored, what was taken back among it."""
    yield '{"statements": ['
    first = True
    for text in queries.texts(learner, asked):
        yield ("\n" if first else ",\n") + text
        first = False
    yield "\n]}\n"


def rows(learner: "User", asked: Asked) -> Iterator[list[object]]:
    """Yield what is asked for of the record as rows of a table, the first statement first."""
    yield [
        _("Happened"), _("Stored"), _("What"), _("Score"), _("Details"), _("Who says so"), _("Taken back"), _("Verb"),
        _("Activity"), _("Registration"), _("Statement"),
    ]  # fmt: skip
    for entry in queries.everything(learner, asked):
        record = entry.record
        yield [
            _iso(record.timestamp),
            _iso(record.stored),
            lines.sentence(entry),
            telling.score_of(entry.statement),
            "; ".join(telling.details(entry.statement)),
            telling.vouched(entry.voucher),
            _iso(entry.taken_back),
            record.verb,
            record.activity_iri,
            record.registration,
            record.uid,
        ]


def stream(request: HttpRequest, pieces: Iterable[str], *, name: str, content_type: str) -> StreamingHttpResponse:
    """Return a file made while it is sent, under WSGI and under ASGI alike; no cache may keep it."""
    joined = _joined(iter(pieces))
    content = _asynchronous(joined) if isinstance(request, ASGIRequest) else joined
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _joined(pieces: Iterator[str]) -> Iterator[str]:
    while some := list(islice(pieces, PIECE)):
        yield "".join(some)


async def _asynchronous(pieces: Iterator[str]) -> AsyncIterator[str]:
    following = sync_to_async(lambda: next(pieces, None))
    while (piece := await following()) is not None:
        yield piece


def _iso(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M:%S%z}" if at else ""


def table(learner: "User", asked: Asked) -> Iterator[str]:
    """Yield what is asked for of the record as CSV, in which no cell is a formula."""
    return tables.lines(rows(learner, asked))
