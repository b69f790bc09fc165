"""Answers when something is not there, not allowed or broken: they know nothing of who asks.

A form is given back what was typed into it (`refusals`); everything else gets a static page.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE

from courses.outages import outage

from .paths import RECORDS, unquoted
from .refusals.answering import answer
from .refusals.words import NO_COOKIES, OLD_PAGE, refusal

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 to what cannot be read, and 413 to what is too much to read."""
    return answer(request, refusal(413 if isinstance(exception, TOO_LARGE) else 400))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the same bytes whatever was asked for: what one may not see does not exist.

    What a sentence around a link left at its end is taken off first, whatever the address.
    """
    meant = unquoted(request.path)
    if meant and request.method in ("GET", "HEAD") and not request.path.startswith(RECORDS):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(meant + (f"?{query}" if query else ""))
    return answer(request, refusal(404))


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer 403; to a form without its token with the `reason` why it proved nothing."""
    why = NO_COOKIES if reason == REASON_NO_CSRF_COOKIE else OLD_PAGE if reason else ""
    return answer(request, refusal(403, reason=why))


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to whoever tries too often, most of which is counted by the minute."""
    return answer(request, refusal(429, wait=60))


def locked_out(request: HttpRequest, *_given: object) -> HttpResponse:
    """Answer 429 to whoever guessed too many passwords; each further guess begins the time anew."""
    return answer(request, refusal(429, wait=round(settings.AXES_COOLOFF_TIME * 3600)))


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500 without asking the database or the session anything; 503 and 507 where that is why."""
    found = outage(sys.exc_info()[1])
    return answer(request, refusal(found.status, wait=found.wait) if found else refusal(500))
