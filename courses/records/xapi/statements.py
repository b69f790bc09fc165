"""/xapi/statements: storing and finding statements (xAPI 2.0, 4.1.6.1)."""

from collections.abc import Sequence
from datetime import UTC
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import http_date

from courses.models import Record

from .. import attachments, bodies, consistency, formats, literals, multipart, queries, signatures, versions
from ..statements import Statement, agent_key
from ..validation.statements import count_named
from ..words import Invalid
from .callers import Caller, Scope, only_mine
from .door import Call, resource
from .refusals import not_found

ONE = {"statementId", "voidedStatementId", "attachments", "format"}
MANY = {
    "agent",
    "verb",
    "activity",
    "registration",
    "related_activities",
    "related_agents",
    "since",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
    "cursor",
}
MOST_IN_A_BATCH = 1000
MOST_NAMED = 5000  # by all the statements of one request; each is a row, and storing them is one transaction


def get(call: Call) -> HttpResponse:
    """Return one statement, or a page of those that the parameters find."""
    caller = call.allow(Scope.READ, Scope.READ_MINE)
    single = call.parameters.uuid("statementId") or call.parameters.uuid("voidedStatementId")
    return _one(call, caller, single) if single else _many(call, caller)


def post(call: Call) -> HttpResponse:
    """Store one statement or a list of them, all or none; return their ids."""
    call.parameters.only(())
    value, parts = multipart.read(call.media_type, call.body)
    several = value if isinstance(value, list) else [value]
    if len(several) > MOST_IN_A_BATCH:
        raise Invalid(f"more than {MOST_IN_A_BATCH} statements in one request (4.1.6.1)")
    records = _store(call, several, parts)
    return JsonResponse([str(record.uid) for record in records], safe=False)


def put(call: Call) -> HttpResponse:
    """Store one statement under the id in the parameter."""
    call.parameters.only({"statementId"}, required={"statementId"})
    uid = call.parameters.uuid("statementId")
    value, parts = multipart.read(call.media_type, call.body)
    if not isinstance(value, dict):
        raise Invalid("statement: no object (4.1.6.1)")
    if "id" in value and str(value["id"]).lower() != str(uid):
        raise Invalid("id: not the statementId of the request (4.1.6.1)")
    _store(call, [{**value, "id": str(uid)}], parts)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def consistent() -> dict[str, str]:
    """Return the header that says until when all that was stored can be read."""
    through = consistency.consistent_through().astimezone(UTC)
    return {versions.THROUGH: through.isoformat(timespec="milliseconds").replace("+00:00", "Z")}


view = resource(GET=get, POST=post, PUT=put, bears=consistent)


def _store(call: Call, values: Sequence[Any], parts: Sequence[multipart.Part]) -> list[Record]:
    caller = call.allow(Scope.WRITE)
    if sum(map(count_named, values)) > MOST_NAMED:
        raise Invalid(f"statements: name more than {MOST_NAMED} things in one request (RFC 9110, 15.5.1)")
    statements = [Statement.read(value, version=call.version) for value in values]
    ids = [statement.id for statement in statements if statement.id]
    if len(set(ids)) < len(ids):
        raise Invalid("an id stands twice among the statements (4.1.6.1)")
    entries = caller.entries(statements)
    attachments.check(statements, parts)
    for statement in statements:
        signatures.check(statement, parts)
    return bodies.record_with(entries, parts)


def _one(call: Call, caller: Caller, uid: UUID) -> HttpResponse:
    call.parameters.only(ONE)
    if "statementId" in call.parameters and "voidedStatementId" in call.parameters:
        raise Invalid("parameters: statementId or voidedStatementId, not both (4.1.6.1)")
    found = queries.statement(uid, voided="voidedStatementId" in call.parameters, authority=only_mine(caller))
    if found is None:
        raise not_found(f"no statement {uid}")
    text = _formatted(call, [found.statement])[0]
    response = _answer(call, text, [found.pk])
    response["Last-Modified"] = http_date(found.stored.timestamp())
    return response


def _many(call: Call, caller: Caller) -> HttpResponse:
    given = call.parameters
    given.only(MANY)
    asked = queries.Filter(
        agent_key=agent_key(given.agent("agent", groups=True)) if "agent" in given else "",
        related_agents=given.boolean("related_agents"),
        verb=given.iri("verb"),
        activity=given.iri("activity"),
        related_activities=given.boolean("related_activities") and "activity" in given,
        registration=given.uuid("registration"),
        since=call.instant("since"),
        until=call.instant("until"),
        ascending=given.boolean("ascending"),
        authority=only_mine(caller),
        after=queries.Cursor.read(given.text("cursor")) if "cursor" in given else None,
    )
    limit = given.whole("limit") or queries.USUAL
    found, more = queries.page(asked, limit=limit, attached=given.boolean("attachments"))
    texts = _formatted(call, [one.text for one in found])
    link = f"{reverse('xapi:statements')}?{urlencode({**given.all(), 'cursor': str(more)})}" if more else ""
    body = f'{{"statements":[{",".join(texts)}],"more":{literals.dumps(link)}}}'
    return _answer(call, body, [one.pk for one in found])


def _formatted(call: Call, texts: Sequence[str]) -> list[str]:
    """Return statements in the format asked for; exact ones are given out as they are stored."""
    asked = call.parameters.text("format") if "format" in call.parameters else formats.EXACT
    return formats.of(texts, asked, languages=call.headers.get("accept-language", ""))


def _answer(call: Call, text: str, pks: Sequence[int]) -> HttpResponse:
    if not call.parameters.boolean("attachments"):
        return HttpResponse(text, content_type="application/json")
    content_type, body = multipart.written(text, attachments.of(pks))
    return HttpResponse(body, content_type=content_type)
