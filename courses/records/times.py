"""Which time counts. No clock decides order; `seq` does."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from courses.models import Record, Sequence

EARLIEST, LATEST = timedelta(days=14), timedelta(minutes=5)


def counted_from(timestamp: datetime, stored: datetime, *, provenance: str) -> datetime:
    """Return the time a record counts from: its timestamp, or `stored` where that is a client's or out of bounds."""
    if provenance != Record.Provenance.CLIENT and stored - EARLIEST <= timestamp <= stored + LATEST:
        return timestamp
    return stored


def written(moment: datetime) -> str:
    """Return `moment` as a statement says it, with its own offset."""
    text = moment.isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z") if moment.tzinfo is UTC else text


def refuse_disorder(at: datetime, *, sequences: Iterable[Sequence]) -> None:
    """Raise ValueError where a given time lies in the future or before a learner's last record."""
    if at > timezone.now():
        raise ValueError(f"{at:%Y-%m-%d %H:%M} is in the future")
    for sequence in sequences:
        last = Record.objects.filter(learner_id=sequence.learner_id, seq=sequence.last_seq).only("stored").first()
        if last and at < last.stored:
            raise ValueError(
                f"{at:%Y-%m-%d %H:%M:%S} is before the learner's last record, {last.stored:%Y-%m-%d %H:%M:%S}"
            )
