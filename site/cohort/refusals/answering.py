"""One answer for every refusal: the page, drawn without asking the database or the session anything."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from cohort import capabilities
from cohort.paths import EDITOR, RECORDS

from .typed import Typed, from_elsewhere, is_form, typed, wants_json
from .words import ELSEWHERE, Refusal, refusal

# The pages that are the same for everyone who asks to see something; other statuses answer forms alone.
STATIC = {403: "403.html", 404: "404.html", 500: "500.html", 503: "503.html"}


def answer(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """Answer as whoever asks can read it: a page, with what they typed where they sent a form, or JSON."""
    # Another site's words, given back, could be sent from here in the name of whoever looks.
    if is_form(request) and from_elsewhere(request):
        refused = refusal(refused.status, reason=ELSEWHERE)
    missing = refused.status == 404  # the store says itself what it lacks; switched off, it is nowhere
    if (request.path.startswith(RECORDS) and not missing) or wants_json(request):
        response: HttpResponse = JsonResponse(
            {"error": refused.words, "errors": [refused.words]}, status=refused.status
        )
    elif not missing and (is_form(request) or refused.status not in STATIC):
        response = HttpResponse(_page(request, refused), status=refused.status)
    else:
        response = HttpResponse(
            _static(STATIC[refused.status], get_language() or "", capabilities.last_name()), status=refused.status
        )
    response["Cache-Control"] = "no-store"
    if refused.wait:
        response["Retry-After"] = str(refused.wait)
    response.whole = True  # type: ignore[attr-defined]  # no middleware draws it again
    return response


def _page(request: HttpRequest, refused: Refusal) -> str:
    """Return the page with what was typed."""
    ours = is_form(request) and not from_elsewhere(request)
    sent = typed(request) if ours else Typed("")
    unread = ours and not sent.fields and refused.status in (400, 413)
    again = refused.again and is_form(request) and not sent.secrets and not unread
    editing = request.path.startswith(EDITOR)
    written = () if editing or sent.secrets else sent.written
    hidden = (sent.fields if editing else sent.chosen) if again else ()
    context = {
        "refused": refused,
        "written": written,
        "hidden": hidden,
        "files": sent.files,
        "unread": unread,
        "back": sent.action if sent.secrets else "",
        "action": sent.action if again else "",
        "token": get_token(request) if refused.again and is_form(request) else "",
        "person": _person(request),
        "sender": _sender(request) if again else "",
        "place_name": capabilities.last_name(),
    }
    return render_to_string("refused.html", context)


def _person(request: HttpRequest) -> str:
    """Return who is signed in, where that has been asked already."""
    user = getattr(request, "_cached_user", None)
    return str(user.uid) if user is not None and user.is_authenticated else ""


def _sender(request: HttpRequest) -> str:
    """Return the name that what is sent again is sent in: it need not be theirs who wrote it."""
    user = getattr(request, "_cached_user", None)
    return str(user.display_name) if user is not None and user.is_authenticated else ""


@lru_cache(maxsize=64)
def _static(template: str, language: str, place_name: str) -> str:
    return render_to_string(template, {"place_name": place_name})
