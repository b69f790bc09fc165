"""No answer to a form is less than a page, and what somebody wrote outlives being signed out."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from cohort.paths import EDITOR, RECORDS

from .answering import answer
from .filling import fill
from .typed import Typed, from_elsewhere, is_form, typed
from .words import refusal

Handler = Callable[[HttpRequest], HttpResponse]

KEPT = "unsent"  # in the session
LAST = "last"  # the cookie that says who was signed in here last, to this site alone
LONGEST = 100_000  # characters that are kept for somebody
KEPT_FOR = 86_400  # seconds
ERRORS_OF_A_FORM, NOT_FOUND = 422, 404
_SIGNER = Signer(salt="cohort.refusals.last")


class WholeAnswerMiddleware:
    """Draw a page for whatever refused a form without one: a method, a limit, another package."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _is_bare(request, response):
            return response
        wait = response.get("Retry-After", "")
        page = answer(request, refusal(response.status_code, wait=int(wait) if wait.isdigit() else 0))
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length", "Cache-Control"):
                page[name] = value
        page.cookies.update(response.cookies)
        return page


class KeptFormMiddleware:
    """Keep the form of somebody who was signed out meanwhile, and give it back where it stood once they are in again.

    It waits in the session, for whoever was signed in here last and for nobody else, and is never sent by itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(RECORDS):
            return response
        if not request.user.is_authenticated:
            if not is_form(request) or from_elsewhere(request):
                return response
            if response.status_code == NOT_FOUND and _known(request):
                # Theirs is nowhere while nobody is signed in: so that nothing is told, whatever the address.
                response = redirect_to_login(request.get_full_path())
            return _keep(request, response) if _leads_to_sign_in(response) else response
        if KEPT in request.session:
            response = _give_back(request, response)
        _remember(request, response)
        return response


def _is_bare(request: HttpRequest, response: HttpResponse) -> bool:
    status = response.status_code
    if getattr(response, "whole", False) or status < 400 or status == ERRORS_OF_A_FORM or response.streaming:
        return False
    if request.path.startswith(RECORDS) or request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return False
    if settings.DEBUG and status in (404, 500):  # the developer's own pages
        return False
    page = response.get("Content-Type", "text/html").startswith("text/html")
    return page and (status == 405 or is_form(request))


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return 300 <= response.status_code < 400 and _path(response.get("Location", "")) in _doors()


def _doors() -> tuple[str, ...]:
    return reverse("account_login"), reverse("wagtailadmin_login")


def _path(address: str) -> str:
    return urlsplit(address).path


def _keep(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    sent, door = typed(request), urlsplit(response["Location"])
    query = dict(parse_qsl(door.query))
    at = _stood_at(request) or query.get("next") or request.get_full_path()
    query["next"] = at
    response["Location"] = f"{door.path}?{urlencode(query, safe='/')}"
    if who := _known(request):
        kept = sent.weight <= LONGEST
        if kept and sent.fields:
            request.session[KEPT] = {
                "action": sent.action, "fields": sent.fields, "files": sent.files, "at": at, "who": who,
                "when": time.time(),
            }  # fmt: skip
        messages.info(request, _sign_in_for(sent, kept=kept))
    return response


def _sign_in_for(sent: Typed, *, kept: bool) -> str:
    if kept and sent.written:
        return _("You were signed out before this was sent. Sign in, and it is there to be sent.")
    return _("You were signed out before this was done. Sign in, then do it once more.")


def _stood_at(request: HttpRequest) -> str:
    """Return the page the form stood on, where the browser names it, which it does to its own site only."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(came_from)
    if not ours or not parts.path or parts.path in _doors():
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _give_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    kept = request.session[KEPT]
    sent = Typed(kept["action"], tuple((name, value) for name, value in kept["fields"]), kept["files"])
    expired = time.time() - kept["when"] > KEPT_FOR
    sent_now = request.method == "POST" and request.path == _path(sent.action) and response.status_code < 400
    if expired or sent_now or kept["who"] != _mark(request.user):
        del request.session[KEPT]
        return response
    if request.method != "GET":
        return response
    if response.status_code == 405 and _path(sent.action).startswith(request.path):
        return HttpResponseRedirect(_above(request.path))
    if 300 <= response.status_code < 400 and _is_there(request, sent, kept["at"]):
        request.session[KEPT] = {**kept, "at": response["Location"]}
        return response
    whole = response.status_code == 200 and not response.streaming
    if whole and response.get("Content-Type", "").startswith("text/html"):
        _draw(request, response, sent, at=kept["at"])
    return response


def _draw(request: HttpRequest, response: HttpResponse, sent: Typed, *, at: str) -> None:
    page = response.content.decode(response.charset)
    title, words = (
        _("Not sent yet"),
        _("You were signed out before this was sent. It is here: look at it, and send it."),
    )
    if sent.files:
        words += " " + _("Files cannot be given back. Choose them again.")
    filled = fill(page, sent, at=request.get_full_path(), title=title, words=words)
    if filled is None and sent.written and _is_there(request, sent, at):
        filled = _above_the_page(request, page, sent, title, words)
    if filled is not None:
        response.content = filled.encode(response.charset)


def _is_there(request: HttpRequest, sent: Typed, at: str) -> bool:
    """Say whether this is the page it stood on, or the nearest one where nothing named that page."""
    return request.path == _path(at) or (at == sent.action and _path(at).startswith(request.path))


def _above_the_page(request: HttpRequest, page: str, sent: Typed, title: str, words: str) -> str:
    """Return the page with a form of its own above what it shows: the one that was meant is not there (any more)."""
    editing = sent.action.startswith(EDITOR)
    context = {
        "title": title, "words": words, "action": sent.action,
        "written": () if editing else sent.written, "hidden": sent.fields if editing else sent.chosen,
    }  # fmt: skip
    soup = BeautifulSoup(page, "html.parser")
    if soup.main is not None:
        soup.main.insert(0, BeautifulSoup(render_to_string("unsent.html", context, request), "html.parser"))
    return str(soup)


def _above(path: str) -> str:
    """Return the nearest address above `path` that is a page: addresses are nouns, and what is sent lies below them."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser say later whose the form was; the mark tells nothing to anybody else."""
    mark = _mark(request.user)
    if _known(request) != mark and response.get("Content-Type", "").startswith("text/html"):
        secure = bool(settings.SESSION_COOKIE_SECURE)
        response.set_cookie(
            LAST, _SIGNER.sign(mark), max_age=30 * KEPT_FOR, httponly=True, samesite="Lax", secure=secure
        )


def _known(request: HttpRequest) -> str:
    """Return the mark of who was signed in here last, as this site wrote it; "" where nobody was."""
    try:
        return _SIGNER.unsign(request.COOKIES.get(LAST, ""))
    except BadSignature:
        return ""


def _mark(user: Any) -> str:
    return salted_hmac("cohort.refusals", str(user.uid)).hexdigest()[:24]
