"""Until when the store is consistent: nothing stored up to that moment is still on its way (4.1.6.1)."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

SKEW = timedelta(seconds=2)  # by how much the clocks of the application and the database may differ


def consistent_through() -> datetime:
    """Return a moment up to which every statement stored can be read.

    A writer reads its clock within its transaction. On PostgreSQL the beginning of the oldest transaction is therefore
    such a moment, whether it has written yet or not; SQLite lets one write at a time, so after waiting for the one
    before us it is now.
    """
    if connection.vendor != "postgresql":
        with transaction.atomic():
            return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (moment,) = cursor.fetchone()
    return moment


def settled() -> datetime:
    """Return a moment up to which nothing more will be stored, for whoever reads the store once and goes on.

    Earlier than the one above where two clocks are at work, which may differ a little.
    """
    return consistent_through() - (SKEW if connection.vendor == "postgresql" else timedelta(0))
