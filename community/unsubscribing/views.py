"""Ending letters by the address in their head: with one press in a mail program, or on a page with one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from community.last_letters import Letters, read
from community.notifications.kinds import KINDS
from community.undoing import NOTHING_LEFT
from courses import capabilities

from . import actions


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
    if "undo" in request.POST:
        return redirect(request.path if actions.resume(found) else f"{request.path}?coming")
    if request.method == "POST":
        return redirect(f"{request.path}?{'ended' if actions.end(found) else 'standing'}")
    kind = KINDS.get(found.verb)
    context = {
        "what": kind.label if kind else _("Invitations to groups, whoever sends them"),
        "still": _("The bell tells you as before.") if kind else _("A link that somebody gives you opens as before."),
        "state": next((state for state in ("ended", "standing") if state in request.GET), ""),
        "said": NOTHING_LEFT if "coming" in request.GET else "",
        "choices_url": reverse("notifications:preferences") if kind and capabilities.is_on("community") else "",
    }
    return render(request, "community/unsubscribing/letters.html", context)
