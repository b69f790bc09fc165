"""The door of every resource: version, authentication, alternate syntax, refusals and headers (xAPI 2.0, 4.1)."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from courses.outages import outage

from .. import versions
from ..actions import Conflict
from ..voiding import NotTheirs
from ..words import Invalid
from . import throttle
from .callers import Caller, caller_of
from .parameters import Parameters
from .refusals import Refused, bad_request, forbidden, not_found

logger = logging.getLogger(__name__)

ALTERNATE = "(1.0.3, Communication 1.3)"
# What the alternate syntax carries in its form as headers.
FORM_HEADERS = (
    "Authorization",
    "X-Experience-API-Version",
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
    "Accept-Language",
)
# What libraries in a browser send beside them, and the store does not need.
BESIDE = ("Cache-Control", "Pragma", "X-Requested-With", "If-Modified-Since")
METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
# What content keeps here is no page of this site, whatever type it says it is of.
NO_PAGE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}
LONGEST_WISH = 1000  # characters of the names of headers that a browser asks for
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
SHOWN_HEADERS = ("ETag", "Last-Modified", "Retry-After", versions.HEADER, versions.THROUGH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as the resources see it, however it was sent."""

    method: str
    parameters: Parameters
    headers: Mapping[str, str]
    body: bytes
    version: str = ""
    caller: Caller | None = None

    @property
    def media_type(self) -> str:
        """The Content-Type as it was sent."""
        return self.headers.get("content-type", "")

    def instant(self, name: str) -> datetime | None:
        """Return a moment among the parameters; 1.0.3 only recommends that it says its zone (Data 4.5)."""
        return self.parameters.instant(name, needs_zone=self.version != versions.EARLIER)

    def allow(self, *scopes: str) -> Caller:
        """Return the caller, who needs one of `scopes`; raises `Refused` (403)."""
        if self.caller is None or not self.caller.may(*scopes):
            raise forbidden(f"this needs one of: {', '.join(scopes)} (4.1.5)")
        return self.caller


Handler = Callable[[Call], HttpResponse]
Bearing = Callable[[], Mapping[str, str]]


def resource(
    *, public: bool = False, bears: Bearing = dict, **handlers: Handler
) -> Callable[[HttpRequest], HttpResponse]:
    """Return the view of a resource that answers the methods in `handlers`; a `public` one asks for nothing.

    Without `handlers` there is none: 404, but a browser that asks whether it may ask is let through to read that.
    `bears` returns the headers of every answer of the resource, a refusal too; it is asked before anything is read.
    """

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        answered = versions.LATEST
        borne = bears()
        try:
            if not handlers and "Access-Control-Request-Method" not in request.headers:
                raise not_found("there is no resource of this name (4.1.6)")
            call = _call(request)
            answered = versions.answered(call.headers.get(versions.HEADER.lower(), ""))
            response = _answer(call, request, handlers, public=public)
        except RequestDataTooBig:
            response = _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large (4.1.5)")
        except Refused as refused:
            response = _refusal(refused.status, str(refused))
            if refused.wait:
                response["Retry-After"] = str(refused.wait)
        except Invalid as invalid:
            response = _refusal(HTTPStatus.BAD_REQUEST, str(invalid))
        except NotTheirs as not_theirs:
            response = _refusal(HTTPStatus.FORBIDDEN, str(not_theirs))
        except Conflict as conflict:
            response = _refusal(HTTPStatus.CONFLICT, f"another statement is stored as {conflict} (4.1.6.1)")
        except (OperationalError, InterfaceError, OSError) as error:
            response = _out(error)
        response[versions.HEADER] = answered
        response["Cache-Control"] = "private, no-store"
        for name, value in NO_PAGE.items():
            response[name] = value
        _open_to_other_origins(response, request)
        for name, value in borne.items():
            response[name] = value
        return _without_body(response) if request.method == "HEAD" else response

    return view


def _answer(call: Call, request: HttpRequest, handlers: Mapping[str, Handler], *, public: bool) -> HttpResponse:
    if call.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    handler = handlers.get("GET" if call.method == "HEAD" else call.method)
    if handler is None:
        raise Refused(HTTPStatus.METHOD_NOT_ALLOWED, f"{call.method} is not for this resource (4.1.6)")
    if public:
        return handler(replace(call, parameters=call.parameters.sent_by(())))
    version = versions.negotiated(call.headers.get(versions.HEADER.lower(), ""))
    caller = throttle.guard(request, lambda: caller_of(call.headers.get("authorization", "")))
    throttle.pace(caller.name, per_minute=caller.per_minute)
    parameters = call.parameters.sent_by(caller.passed_on)
    return handler(replace(call, version=version, caller=caller, parameters=parameters))


def _call(request: HttpRequest) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    method = request.GET.get("method", "").upper()
    if request.method == "POST" and method in METHODS:
        return _alternate(request, method, headers)
    lists = dict(request.GET.lists())
    twice = {
        name: Invalid(f"parameter {name}: stands there twice (4.1.6)")
        for name, found in lists.items()
        if len(found) > 1
    }
    return Call(
        method=request.method or "",
        parameters=Parameters({name: found[0] for name, found in lists.items() if name not in twice}, wrong=twice),
        headers=headers,
        body=request.body,
    )


def _alternate(request: HttpRequest, method: str, headers: Mapping[str, str]) -> Call:
    """Read a request whose method, headers, parameters and body are in a form (1.0.3, Communication 1.3).

    It is read as one whatever type it says it is of, which 1.0.3 only recommends and a browser decides by itself.
    """
    outside_the_form = bad_request(f"in the alternate syntax the form holds every parameter but the method {ALTERNATE}")
    outside = dict.fromkeys(request.GET.keys() - {"method"}, outside_the_form)
    try:
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100)
    except ValueError as error:
        raise bad_request(f"the form cannot be read {ALTERNATE}") from error
    form = dict(pairs)
    if len(form) < len(pairs):
        raise bad_request(f"a field stands twice in the form {ALTERNATE}")
    if method in ("PUT", "POST") and "content" not in form:
        raise bad_request(f"in the alternate syntax the body is the field called content {ALTERNATE}")
    content = form.pop("content", "")
    headed = {name.lower() for name in (*FORM_HEADERS, *BESIDE)}
    given = {name.lower(): form.pop(name) for name in list(form) if name.lower() in headed}
    rest = {name: value for name, value in headers.items() if name not in ("content-type", "content-length")}
    kind = {"content-type": "application/json"} if content else {}
    merged = {**rest, **kind, **given}
    if versions.negotiated(merged.get(versions.HEADER.lower(), "")) != versions.EARLIER:
        raise bad_request(f"the alternate syntax ended with 1.0.3 {ALTERNATE}")
    return Call(method=method, parameters=Parameters(form, wrong=outside), headers=merged, body=content.encode())


def _without_body(response: HttpResponse) -> HttpResponse:
    """Return what HEAD is answered: the headers alone, which not every server sees to."""
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _refusal(status: HTTPStatus, words: str) -> HttpResponse:
    response = JsonResponse({"error": words, "standard": versions.STANDARD}, status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    return response


def _out(error: Exception) -> HttpResponse:
    """Answer 503 while the database is away and 507 where no room is left; raises what is neither."""
    found = outage(error)
    if found is None:
        raise error
    full = found.status == HTTPStatus.INSUFFICIENT_STORAGE
    logger.error("A call of the record store was refused: %s", type(error).__name__)
    response = _refusal(found.status, "there is no room left" if full else "the store is away for a moment; try again")
    if found.wait:
        response["Retry-After"] = str(found.wait)
    return response


def _open_to_other_origins(response: HttpResponse, request: HttpRequest) -> None:
    """Let content of any origin call: it brings its own secret, and no cookie opens anything here."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = ", ".join(SHOWN_HEADERS)
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = ", ".join(METHODS)
        response["Access-Control-Allow-Headers"] = ", ".join([*FORM_HEADERS, *BESIDE, *_wished(request)])
        response["Access-Control-Max-Age"] = "3600"


def _wished(request: HttpRequest) -> list[str]:
    """Return what a browser asks to send beside what is known here: whatever a library adds, it shuts nobody out."""
    asked = request.headers.get("Access-Control-Request-Headers", "")[:LONGEST_WISH].split(",")
    known = {name.lower() for name in (*FORM_HEADERS, *BESIDE)}
    names = (name.strip() for name in asked)
    return [name for name in names if _NAME.fullmatch(name) and name.lower() not in known]
