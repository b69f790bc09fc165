"""Sending our statements to other stores, in the order in which they were stored, so that each arrives once.

A destination remembers how far it got in the order of the store and never goes beyond what is settled, so a statement
committed late is not passed over and writing one costs nothing more. What was sent but not noted is sent again, which
the other store knows by its id.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from courses.models import Destination, Record, Refusal

from .. import attachments, consistency, literals, multipart
from ..statements import iri_key
from . import leases, secrecy, wire
from .leases import Failed

BATCH = 50
HEAVIEST = 1024 * 1024  # characters of a batch
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

TAKEN = {HTTPStatus.OK, HTTPStatus.NO_CONTENT}
# What is said of the statements and not of us: then each is tried alone.
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
) -> Destination:
    """Send statements to another store from now on, or all there are; with `verb` or `activity` only those."""
    now = timezone.now()
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


def end(destination: Destination) -> None:
    """Send nothing more to `destination`; what it refused stays to be read."""
    Destination.objects.filter(pk=destination.pk, ended=None).update(ended=timezone.now(), secret="")


def send_due(now: datetime) -> int:
    """Send what is due to every destination; return how many statements arrived. Safe to run twice or together."""
    return leases.run(Destination.objects.filter(ended=None), _send, now=now)


def resume(destination: Destination) -> None:
    """Try again now, what was refused as well."""
    leases.resume(destination)
    leases.run(Destination.objects.filter(pk=destination.pk, ended=None), _send_again, now=timezone.now())


def waiting(destination: Destination) -> QuerySet[Record]:
    """Return what `destination` has still to get, settled or not, in the order of the store."""
    beyond = Q(stored__gt=destination.reached) | Q(stored=destination.reached, pk__gt=destination.reached_pk)
    records = Record.objects.filter(beyond, stored__gte=destination.reached, erased_at=None)
    if destination.verb:
        records = records.filter(verb=destination.verb)
    if destination.activity:
        records = records.filter(activity_iri=destination.activity)
    return records.order_by("stored", "pk")


def _send(destination: Destination) -> int:
    """Send batches until nothing is waiting or the turn is over."""
    sent = 0
    for _ in leases.turn():
        settled = consistency.settled()
        batch = list(waiting(destination).filter(stored__lte=settled).defer("digest")[:BATCH])
        if not batch:
            break
        for group in _groups(batch):
            sent += _deliver(destination, group)
            if not _advance(destination, group):
                return sent
    return sent


def _send_again(destination: Destination) -> int:
    """Send what was refused once more, then what is waiting."""
    refused = list(destination.refusals.select_related("record").order_by("pk"))
    arrived = 0
    for refusal in refused:
        if _deliver(destination, [refusal.record]):
            refusal.delete()
            arrived += 1
        leases.extend(destination)
    Destination.objects.filter(pk=destination.pk).update(sent=F("sent") + arrived)
    return arrived + _send(destination)


def _groups(batch: Sequence[Record]) -> Iterator[list[Record]]:
    """Yield what goes into one request each: not too much, and a statement with attachments alone."""
    bearing = set(Record.objects.filter(pk__in=[one.pk for one in batch], attachments__isnull=False).values_list("pk"))
    group: list[Record] = []
    for record in batch:
        alone = (record.pk,) in bearing
        if group and (alone or sum(len(one.statement) for one in group) + len(record.statement) > HEAVIEST):
            yield group
            group = []
        group.append(record)
        if alone:
            yield group
            group = []
    if group:
        yield group


def _deliver(destination: Destination, records: Sequence[Record]) -> int:
    """Send `records` in one request, or in ever smaller ones where some are refused; return how many arrived.

    Raises `Failed` where the store takes none at all, and `Unreachable`.
    """
    answer = _post(destination, records)
    if answer.status in TAKEN:
        return len(records)
    if answer.status not in OF_THE_STATEMENTS:
        raise Failed(answer.reason)
    if len(records) > 1:
        half = len(records) // 2
        return _deliver(destination, records[:half]) + _deliver(destination, records[half:])
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


def _advance(destination: Destination, records: Sequence[Record]) -> bool:
    """Note how far `destination` got; False where another took over meanwhile."""
    last = records[-1]
    if not leases.extend(destination):
        return False
    destination.reached, destination.reached_pk, destination.tries = last.stored, last.pk, 1
    arrived = len(records) - destination.refusals.filter(record__in=records).count()
    Destination.objects.filter(pk=destination.pk).update(
        reached=last.stored, reached_pk=last.pk, sent=F("sent") + arrived, tries=1
    )
    return True
