"""Until when the store is consistent: nothing stored up to that moment is still on its way (4.1.6.1)."""

from datetime import UTC, datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from courses.models import Record

SKEW = timedelta(seconds=2)  # by how much the clocks of the application and the database may differ
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def storing(*, asked: bool) -> datetime:
    """Return the moment at which a transaction stores; `asked` says that it has sent a query already.

    The database hears of a transaction with its first query, and what follows rests on its having begun before.
    """
    if not asked:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    return timezone.now()


def consistent_through() -> datetime:
    """Return a moment up to which every statement stored can be read by whoever reads after this.

    A writer reads its clock within its transaction. On PostgreSQL the beginning of the oldest transaction is therefore
    such a moment, whether it has written yet or not. Both are asked at the beginning of this query, so that a writer
    who begins meanwhile stores later.
    """
    if connection.vendor != "postgresql":
        return _of_one_writer()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(statement_timestamp(), min(xact_start)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (moment,) = cursor.fetchone()
    return moment


def settled() -> datetime:
    """Return a moment up to which nothing more will be stored, for whoever reads the store once and goes on.

    Earlier than the one above where two clocks are at work, which may differ a little.
    """
    return consistent_through() - (SKEW if connection.vendor == "postgresql" else timedelta(0))


def _of_one_writer() -> datetime:
    """Return now, once whoever writes has ended; where that takes too long, when the last one to be read was stored.

    SQLite lets one write at a time, so whoever writes later stores later.
    """
    try:
        with transaction.atomic():
            return timezone.now()
    except OperationalError:
        return Record.objects.aggregate(last=Max("stored"))["last"] or BEGINNING
