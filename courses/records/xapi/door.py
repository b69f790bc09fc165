"""The door of every resource: version, authentication, alternate syntax, refusals and headers (xAPI 2.0, 4.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from .. import versions
from ..actions import Conflict
from ..voiding import NotTheirs
from ..words import Invalid
from . import throttle
from .callers import Caller, caller_of
from .parameters import Parameters
from .refusals import Refused, bad_request, forbidden

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
# What content keeps here is no page of this site, whatever type it says it is of.
NO_PAGE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Content-Disposition": "attachment",
    "X-Content-Type-Options": "nosniff",
}
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

    `bears` returns the headers of every answer of the resource, a refusal too; it is asked before anything is read.
    """

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        answered = versions.LATEST
        borne = bears()
        try:
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
        return handler(call)
    version = versions.negotiated(call.headers.get(versions.HEADER.lower(), ""))
    caller = throttle.guard(request, lambda: caller_of(call.headers.get("authorization", "")))
    throttle.pace(caller.name, per_minute=caller.per_minute)
    return handler(replace(call, version=version, caller=caller))


def _call(request: HttpRequest) -> Call:
    headers = {name.lower(): value for name, value in request.headers.items()}
    method = request.GET.get("method", "")
    if request.method == "POST" and method:
        return _alternate(request, method, headers)
    return Call(
        method=request.method or "",
        parameters=Parameters(_once(request.GET.lists())),
        headers=headers,
        body=request.body,
    )


def _alternate(request: HttpRequest, method: str, headers: Mapping[str, str]) -> Call:
    """Read a request whose method, headers, parameters and body are in a form (1.0.3, Communication 1.3)."""
    if len(request.GET) > 1:
        raise bad_request(f"in the alternate syntax the form holds every parameter but the method {ALTERNATE}")
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise bad_request(f"the alternate syntax is a form {ALTERNATE}")
    try:
        pairs = parse_qsl(request.body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=100)
    except ValueError as error:
        raise bad_request(f"the form cannot be read {ALTERNATE}") from error
    form = dict(pairs)
    if len(form) < len(pairs):
        raise bad_request(f"a field stands twice in the form {ALTERNATE}")
    if method.upper() in ("PUT", "POST") and "content" not in form:
        raise bad_request(f"in the alternate syntax the body is the field called content {ALTERNATE}")
    content = form.pop("content", "")
    given = {name.lower(): form.pop(name) for name in FORM_HEADERS if name in form}
    rest = {name: value for name, value in headers.items() if name not in ("content-type", "content-length")}
    kind = {"content-type": "application/json"} if content else {}
    merged = {**rest, **kind, **given}
    if versions.negotiated(merged.get(versions.HEADER.lower(), "")) != versions.EARLIER:
        raise bad_request(f"the alternate syntax ended with 1.0.3 {ALTERNATE}")
    return Call(method=method.upper(), parameters=Parameters(form), headers=merged, body=content.encode())


def _without_body(response: HttpResponse) -> HttpResponse:
    """Return what HEAD is answered: the headers alone, which not every server sees to."""
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _once(lists: Any) -> dict[str, str]:
    values = {}
    for name, found in lists:
        if len(found) > 1:
            raise bad_request(f"parameter {name}: stands there twice (4.1.6)")
        values[name] = found[0]
    return values


def _refusal(status: HTTPStatus, words: str) -> HttpResponse:
    response = JsonResponse({"error": words, "standard": versions.STANDARD}, status=status)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
    return response


def _open_to_other_origins(response: HttpResponse, request: HttpRequest) -> None:
    """Let content of any origin call: it brings its own secret, and no cookie opens anything here."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = ", ".join(SHOWN_HEADERS)
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = "GET, HEAD, PUT, POST, DELETE"
        response["Access-Control-Allow-Headers"] = ", ".join(FORM_HEADERS)
        response["Access-Control-Max-Age"] = "3600"
