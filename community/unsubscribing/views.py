"""Ending letters by the address in their head: with one press in a mail program, or on a page with one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from community.notifications.kinds import KINDS

from . import actions
from .addresses import Letters, read


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, token: str) -> HttpResponse:
    """End letters for whoever holds their address; nothing is told about the person.

    A mail program sends no cookie and no token, and follows no redirect (RFC 8058, 3.1 and 3.2).
    """
    found = read(token)
    if found is None:
        raise Http404
    if request.POST.get("List-Unsubscribe") == "One-Click":
        actions.end(found)
        return HttpResponse(content_type="text/plain")
    return _page(request, found)


@csrf_protect
def _page(request: HttpRequest, found: Letters) -> HttpResponse:
    if request.method == "POST":
        actions.end(found)
        return redirect(f"{request.path}?ended")
    kind = KINDS.get(found.verb)
    context = {"kind": kind.label if kind else "", "ended": "ended" in request.GET}
    return render(request, "community/unsubscribing/letters.html", context)
