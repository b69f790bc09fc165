"""Sending our statements to other stores, in the order in which they were stored, so that each arrives once.

A destination remembers how far it got in the order of the store and never goes beyond what is settled, so a statement
committed late is not passed over and writing one costs nothing more. What was sent but not noted is sent again, which
the other store knows by its id.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.models import Destination, Record, RecordAttachment, Refusal
from courses.sendings import actions as sendings

from .. import attachments, consistency, literals, multipart
from ..statements import iri_key
from ..words import VOIDED
from . import leases, secrecy, wire
from .leases import Failed

if TYPE_CHECKING:
    from community.models import User

BATCH = 50  # statements in a request
HEAVIEST = 1024 * 1024  # characters of the statements in a request
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

TAKEN = {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
# What is said of the statements and not of us: then fewer are tried.
OF_THE_STATEMENTS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}


def begin(
    *,
    name: str,
    endpoint: str,
    key: str,
    secret: str,
    version: str = Destination.Version.LATEST,
    verb: str = "",
    activity: str = "",
    from_the_beginning: bool = False,
    by: "User | None" = None,
    client_uid: uuid.UUID | None = None,
) -> Destination:
    """Send statements to another store from now on, or all there are; with `verb` or `activity` only those.

    The same form of `by` sent again returns what it began.
    """
    now = timezone.now()

    def make() -> Destination:
        return Destination.objects.create(
            name=name,
            endpoint=endpoint,
            key=key,
            secret=secrecy.hide(secret),
            version=version,
            verb=iri_key(verb),
            activity=iri_key(activity),
            reached=BEGINNING if from_the_beginning else now,
            created=now,
            due=now,
        )

    said = ("destination", name, endpoint, key, secret, version, verb, activity, from_the_beginning)
    return sendings.once(by, client_uid=client_uid, said=said, of=Destination, make=make)


def end(destination: Destination) -> None:
    """Send nothing more to `destination`; what it refused stays to be read."""
    Destination.objects.filter(pk=destination.pk, ended=None).update(ended=timezone.now(), secret="")


def send_due(now: datetime) -> int:
    """Send what is due to every destination; return how many statements arrived. Safe to run twice or together."""
    return leases.run(Destination.objects.filter(ended=None), _send, now=now)


def resume(destination: Destination) -> None:
    """Let the next tick try again, what was refused as well."""
    destination.refusals.filter(record__erased_at=None).update(reason="")
    leases.resume(destination)


def waiting(destination: Destination) -> QuerySet[Record]:
    """Return what `destination` has still to get, settled or not, in the order of the store.

    What takes back one that a filter means is meant as well.
    """
    beyond = Q(stored__gt=destination.reached) | Q(stored=destination.reached, pk__gt=destination.reached_pk)
    records = Record.objects.filter(beyond, stored__gte=destination.reached, erased_at=None)
    meant = Q()
    if destination.verb:
        meant &= Q(verb=destination.verb)
    if destination.activity:
        meant &= Q(activity_iri=destination.activity)
    if meant:
        taken_back = Record.objects.filter(meant, voided_by=OuterRef("pk"))
        records = records.filter(meant | Q(Exists(taken_back), verb=VOIDED))
    return records.order_by("stored", "pk")


def _send(destination: Destination) -> int:
    """Send what is to be tried again, then what is waiting, until nothing is left or the turn is over.

    Where some of a request are refused, half of it is tried, and so on, so that each turn gets further.
    """
    sent, most = 0, BATCH
    for _ in leases.turn():
        again = _together(_refused(destination)[:most])
        group = again or _together(waiting(destination).filter(stored__lte=consistency.settled())[:most])
        if not group:
            break
        while (arrived := _deliver(destination, group)) is None:
            most = len(group) // 2
            group = group[:most]
        sent, most = sent + arrived, min(most * 2, BATCH)
        if not _advance(destination, group, arrived, again=bool(again)):
            break
    return sent


def _refused(destination: Destination) -> QuerySet[Record]:
    """Return what was refused and is to be tried again."""
    marked = destination.refusals.filter(reason="").values("record")
    return Record.objects.filter(pk__in=marked, erased_at=None).order_by("stored", "pk")


def _together(found: QuerySet[Record]) -> list[Record]:
    """Return those at the beginning of `found` that go into one request: not too much, one with attachments alone."""
    records = list(found.defer("digest"))
    bearing = RecordAttachment.objects.filter(record__in=records).values_list("record", flat=True)
    alone, group, length = set(bearing), list[Record](), 0
    for record in records:
        length += len(record.statement)
        if group and (length > HEAVIEST or not alone.isdisjoint((group[0].pk, record.pk))):
            break
        group.append(record)
    return group


def _deliver(destination: Destination, records: Sequence[Record]) -> int | None:
    """Send `records` in one request; return how many arrived, or None where some of them are refused.

    One that is refused alone is set aside with the reason. Raises `Failed` where the store takes none at all or another
    of us took over, and `Unreachable`.
    """
    if not leases.extend(destination):
        raise Failed("another took over")
    answer = _post(destination, records)
    if answer.status in TAKEN:
        return len(records)
    if answer.status not in OF_THE_STATEMENTS:
        raise Failed(answer.reason)
    if len(records) > 1:
        return None
    if answer.status == HTTPStatus.CONFLICT:
        return 1  # it is there already
    Refusal.objects.update_or_create(
        destination=destination, record=records[0], defaults={"reason": answer.reason, "at": timezone.now()}
    )
    return 0


def _post(destination: Destination, records: Sequence[Record]) -> wire.Answer:
    text = f"[{','.join(_written(record, destination) for record in records)}]"
    parts = attachments.of([record.pk for record in records]) if len(records) == 1 else []
    content_type, body = multipart.written(text, parts) if parts else (multipart.JSON, text.encode())
    url = wire.resource(destination, "statements")
    return wire.ask(destination, "POST", url, body=body, content_type=content_type)


def _written(record: Record, destination: Destination) -> str:
    """Return a statement as it is stored; to a store that knows 1.0 alone it says that it is one of 1.0."""
    if destination.version == Destination.Version.LATEST:
        return record.statement
    return literals.dumps({**literals.loads(record.statement), "version": "1.0.0"})


def _advance(destination: Destination, records: Sequence[Record], arrived: int, *, again: bool) -> bool:
    """Note what arrived and, unless it was tried `again`, how far `destination` got; False where another took over."""
    if again:
        destination.refusals.filter(record__in=records, reason="").delete()
    else:
        destination.reached, destination.reached_pk = records[-1].stored, records[-1].pk
    destination.tries = 1
    mine = Destination.objects.filter(pk=destination.pk, leased_until=destination.leased_until)
    return bool(
        mine.update(reached=destination.reached, reached_pk=destination.reached_pk, sent=F("sent") + arrived, tries=1)
    )
