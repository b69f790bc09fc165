"""/xapi/activities/state, /activities/profile, /agents/profile: documents (xAPI 2.0, 4.1.6.2, 4.1.6.5, 4.1.6.6)."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from courses.models import Document

from .. import literals, versions
from ..documents import actions, queries
from ..documents.models import LONGEST_NAME, LONGEST_TYPE, NOWHERE
from ..documents.queries import Shelf
from ..statements import agent_key
from ..values import is_media_type
from ..words import Invalid
from .callers import LaunchCaller, Scope
from .door import Call, resource
from .refusals import Refused, bad_request, forbidden, not_found

Kind = Document.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One of the three: its kind, the parameters that name a shelf, and the one that names a document."""

    kind: str
    needs: frozenset[str]
    name: str
    scope: str
    may_clear: bool = False

    def shelf(self, call: Call) -> Shelf:
        """Return the shelf a request names, which its caller must be allowed."""
        caller = call.allow(self.scope)
        given = call.parameters
        registration: UUID | None = given.uuid("registration")
        shelf = Shelf(
            kind=self.kind,
            activity_iri=given.iri("activityId"),
            agent_key=agent_key(given.agent("agent")) if "agent" in given else "",
            registration=registration or NOWHERE,
        )
        if isinstance(caller, LaunchCaller) and not caller.speaks_of(
            agent=shelf.agent_key, iri=given.text("activityId"), registration=registration
        ):
            raise forbidden("this launch keeps states of its own learner, activity and registration only")
        return shelf

    def get(self, call: Call) -> HttpResponse:
        """Return a document, or the names of those on a shelf."""
        call.parameters.only({*self._known, "since"}, required=self.needs)
        shelf = self.shelf(call)
        if self.name not in call.parameters:
            return JsonResponse(queries.names(shelf, since=call.instant("since")), safe=False)
        document = queries.document(shelf, self._name(call))
        if document is None:
            raise not_found("no such document")
        response = HttpResponse(bytes(document.content), content_type=document.content_type)
        response["ETag"] = f'"{document.etag}"'
        response["Last-Modified"] = http_date(document.updated.timestamp())
        return response

    def put(self, call: Call) -> HttpResponse:
        """Keep the body as a document."""
        earlier, state = call.version == versions.EARLIER, self.kind == Kind.STATE
        # In 1.0.3 a state is written over without a word, and a profile never (Communication 3.1).
        allows = _seen(call, put=not (earlier and state), must_say=earlier and not state)
        actions.put(*self._named(call), _content(call), allows=allows)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def post(self, call: Call) -> HttpResponse:
        """Lay the members of a JSON object over those of a document."""
        actions.merge(*self._named(call), _content(call), allows=_seen(call))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    def delete(self, call: Call) -> HttpResponse:
        """Remove a document, or every state of a shelf."""
        if self.may_clear and self.name not in call.parameters:
            call.parameters.only(self._known, required=self.needs)
            actions.clear(self.shelf(call))
        else:
            actions.remove(*self._named(call), allows=_seen(call))
        return HttpResponse(status=HTTPStatus.NO_CONTENT)

    @property
    def _known(self) -> set[str]:
        optional = {"registration"} if self.kind == Kind.STATE else set()
        return {*self.needs, self.name, *optional}

    def _named(self, call: Call) -> tuple[Shelf, str]:
        call.parameters.only(self._known, required={*self.needs, self.name})
        return self.shelf(call), self._name(call)

    def _name(self, call: Call) -> str:
        return call.parameters.text(self.name, longest=LONGEST_NAME)


def _content(call: Call) -> actions.Content:
    media_type = call.media_type or "application/octet-stream"
    if not is_media_type(media_type):
        raise Invalid("Content-Type: no media type (RFC 9110, 8.3.1)")
    if len(media_type) > LONGEST_TYPE:
        raise Invalid(f"Content-Type: longer than {LONGEST_TYPE} characters (RFC 9110, 8.3.1)")
    content = actions.Content(octets=call.body, media_type=media_type)
    if content.is_json:
        literals.loads(content.octets)
    return content


def _seen(call: Call, *, put: bool = False, must_say: bool = False) -> Callable[[Document | None], None]:
    """Return what refuses to write over a document that the caller has not seen (4.1.4, RFC 9110)."""
    match, none_match = call.headers.get("if-match", ""), call.headers.get("if-none-match", "")

    def allows(standing: Document | None) -> None:
        if match and not _is_among(standing, match):
            raise Refused(HTTPStatus.PRECONDITION_FAILED, "If-Match: the document is another by now (4.1.4)")
        if none_match and _is_among(standing, none_match):
            raise Refused(HTTPStatus.PRECONDITION_FAILED, "If-None-Match: the document is there already (4.1.4)")
        if put and standing and not match and not none_match:
            raise Refused(
                HTTPStatus.CONFLICT, "the document is there already: read it, then send its ETag as If-Match (4.1.4)"
            )
        if must_say and not match and not none_match:
            raise bad_request("a profile is put with If-Match or If-None-Match (1.0.3, Communication 3.1)")

    return allows


def _is_among(standing: Document | None, header: str) -> bool:
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}
    return standing is not None and ("*" in tags or standing.etag in tags)


def _view(which: Resource) -> Callable[..., HttpResponse]:
    return resource(GET=which.get, PUT=which.put, POST=which.post, DELETE=which.delete)


state = _view(
    Resource(
        kind=Kind.STATE,
        needs=frozenset({"activityId", "agent"}),
        name="stateId",
        scope=Scope.STATE,
        may_clear=True,
    )
)
activity_profile = _view(
    Resource(kind=Kind.ACTIVITY_PROFILE, needs=frozenset({"activityId"}), name="profileId", scope=Scope.PROFILE)
)
agent_profile = _view(
    Resource(kind=Kind.AGENT_PROFILE, needs=frozenset({"agent"}), name="profileId", scope=Scope.PROFILE)
)
