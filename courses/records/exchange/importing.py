"""Taking over the statements of another store, page by page in the order in which they were stored there.

Where it got to is kept with every page, so it goes on after whatever interrupts it; a page read twice is known by the
ids in it. All of it counts as reported by a client, and moves only what the import may.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.models import Client, Import, PageRead, Rejection
from courses.sendings import actions as sendings

from .. import attachments, bodies, entries, identity, multipart, signatures, statements
from ..actions import Conflict
from ..attachments import Part
from ..statements import Statement
from ..values import zoned
from ..voiding import NotTheirs
from ..words import Invalid
from . import leases, secrecy, wire
from .leases import Failed

if TYPE_CHECKING:
    from community.models import User

PAGE = 50
READ_BEFORE = "the next page was read before: the pages of this store lead round in a ring"
LENIENCE = timedelta(seconds=1)  # how much is read again where a page's address is known no more

MAY = (Client.Scope.PROGRESS, Client.Scope.EMAIL)


def begin(
    *,
    name: str,
    endpoint: str,
    key: str,
    secret: str,
    version: str = Import.Version.LATEST,
    scopes: Sequence[str] = (),
    since: datetime | None = None,
    by: "User | None" = None,
    client_uid: uuid.UUID | None = None,
) -> Import:
    """Begin to take over the statements of another store, those after `since` alone; `scopes` are of `MAY`.

    The same form of `by` sent again returns what it began.
    """
    now = timezone.now()

    def make() -> Import:
        return Import.objects.create(
            name=name,
            endpoint=endpoint,
            key=key,
            secret=secrecy.hide(secret),
            version=version,
            scopes=[scope for scope in scopes if scope in MAY],
            since=since,
            created=now,
            due=now,
        )

    said = ("import", name, endpoint, key, secret, version, list(scopes), since)
    return sendings.once(by, client_uid=client_uid, said=said, of=Import, make=make)


def read_due(now: datetime) -> int:
    """Read on for every import that is not finished; return how many statements. Safe to run twice or together."""
    return leases.run(Import.objects.filter(finished=None), _read, now=now)


def resume(source: Import) -> None:
    """Let the next tick go on with an import that was parked."""
    leases.resume(source)


def stop(source: Import) -> None:
    """Read no further; what was taken over stays."""
    Import.objects.filter(pk=source.pk, finished=None).update(finished=timezone.now(), secret="")
    source.pages_read.all().delete()


def _read(source: Import) -> int:
    """Read pages until there is no more or the turn is over."""
    done = 0
    for _ in leases.turn():
        values, parts, more, url = _page(source)
        marks = _marks(url, values)
        if more and source.pages_read.filter(hashed__in=marks).exists():
            raise Failed(READ_BEFORE)
        _store(source, values, parts)
        if not leases.extend(source) or _is_stopped(source):
            break
        done += len(values)
        _note(source, values, more, marks)
        if not more:
            break
    return done


def _page(source: Import) -> tuple[Sequence[Any], Sequence[Part], str, str]:
    """Return the statements of the next page, their attachments, the link to the one after it, and where it stands."""
    url = wire.beside(source, source.more) if source.more else _first(source)
    _refuse_read(source, url)
    answer = wire.ask(source, "GET", url)
    if source.more and answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        url = _first(source)
        _refuse_read(source, url)
        source.pages_read.all().delete()  # from another beginning the same pages are met again
        answer = wire.ask(source, "GET", url)
    if answer.status != HTTPStatus.OK:
        raise Failed(answer.reason)
    try:
        value, parts = multipart.read(answer.headers.get("content-type", ""), answer.body)
    except Invalid as invalid:
        raise Failed(f"the page cannot be read: {invalid}") from invalid
    if not isinstance(value, dict) or not isinstance(value.get("statements"), list):
        raise Failed("the answer is no page of statements")
    more = value.get("more") or ""
    if not isinstance(more, str):
        raise Failed("the link to the next page is no text")
    return value["statements"], parts, more, url


def _refuse_read(source: Import, url: str) -> None:
    """Raise `Failed` where the page at `url` was read before, so that no ring of pages is gone round."""
    if source.pages_read.filter(hashed=_hashed(url)).exists():
        raise Failed(READ_BEFORE)


def _marks(url: str, values: Sequence[Any]) -> list[str]:
    """Return by what a page is known again: its address, and the ids on it, for an address may be another each time."""
    ids = [str(value.get("id", "")) for value in values if isinstance(value, dict)]
    return [_hashed(url), *([_hashed("\n".join(ids))] if any(ids) else [])]


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _first(source: Import) -> str:
    since = source.reached - LENIENCE if source.reached else source.since
    asked = {"ascending": "true", "attachments": "true", "limit": str(PAGE)}
    if since:
        asked["since"] = since.isoformat()
    return f"{wire.resource(source, 'statements')}?{urlencode(asked)}"


def _store(source: Import, values: Sequence[Any], parts: Sequence[Part]) -> None:
    """Store a page; where the store will not have it as a whole, each statement alone, with the reason if it fails."""
    read = [found for value in values if (found := _checked(source, value, parts))]
    try:
        _keep(source, read, parts)
    except (Invalid, Conflict, NotTheirs):
        for statement in read:
            try:
                _keep(source, [statement], parts)
            except (Invalid, NotTheirs) as refused:
                _reject(source, statement.data, str(refused))
            except Conflict:
                _reject(source, statement.data, "another statement is stored here under this id")


def _checked(source: Import, value: Any, parts: Sequence[Part]) -> Statement | None:
    """Return the statement in `value` if it is one, by the rules of the version it names."""
    try:
        if not isinstance(value, dict) or "id" not in value:
            raise Invalid("statement: without an id (4.2.2)")
        version = value.get("version", source.version)
        statement = Statement.read(value, version=version if isinstance(version, str) else source.version)
        mine = _parts_of(statement, parts)
        attachments.check([statement], mine)
        signatures.check(statement, mine)
    except Invalid as invalid:
        _reject(source, value if isinstance(value, dict) else {}, str(invalid))
        return None
    return statement


def _keep(source: Import, read: Sequence[Statement], parts: Sequence[Part]) -> None:
    authority = {**identity.account(f"import:{source.uid}"), "name": source.name}
    named = {attachment["sha2"].lower() for statement in read for attachment in statement.attachments()}
    entered = entries.of(read, scopes=source.scopes, authority=authority)
    bodies.record_with(entered, [part for part in parts if part.sha2 in named])


def _parts_of(statement: Statement, parts: Sequence[Part]) -> list[Part]:
    named = {attachment["sha2"].lower() for attachment in statement.attachments()}
    return [part for part in parts if part.sha2 in named]


def _reject(source: Import, value: Mapping[str, Any], reason: str) -> None:
    Rejection.objects.update_or_create(
        source=source,
        statement_id=str(value.get("id", ""))[:100].replace("\0", ""),
        defaults={"reason": reason[:2000], "at": timezone.now()},
    )


@transaction.atomic
def _note(source: Import, values: Sequence[Any], more: str, marks: Sequence[str]) -> None:
    """Keep where the import is now, and by what the page it read is known again."""
    source.more, source.tries = more, 1
    source.reached = _last_stored(values) or source.reached
    ended = {} if more else {"finished": timezone.now(), "secret": ""}
    if more:
        PageRead.objects.bulk_create([PageRead(source=source, hashed=mark) for mark in marks], ignore_conflicts=True)
    else:
        source.pages_read.all().delete()
    Import.objects.filter(pk=source.pk, finished=None).update(
        more=more,
        reached=source.reached,
        pages=F("pages") + 1,
        read=F("read") + len(values),
        tries=1,
        **ended,
    )


def _is_stopped(source: Import) -> bool:
    return Import.objects.exclude(finished=None).filter(pk=source.pk).exists()


def _last_stored(values: Sequence[Any]) -> datetime | None:
    for value in reversed(values):
        if isinstance(value, dict) and isinstance(value.get("stored"), str):
            try:
                return statements.instant(zoned(value["stored"]))
            except Invalid:
                return None
    return None
