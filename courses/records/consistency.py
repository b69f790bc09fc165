"""Until when the store is consistent: nothing stored up to that moment is still on its way (4.1.6.1)."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone


def consistent_through() -> datetime:
    """Return a moment up to which every statement stored can be read.

    A writer reads its clock within its transaction. On PostgreSQL the oldest writer's beginning is therefore such a
    moment; SQLite lets one write at a time, so after waiting for the one before us it is now.
    """
    if connection.vendor != "postgresql":
        with transaction.atomic():
            return timezone.now()
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()"
        )
        (oldest,) = cursor.fetchone()
    return min(oldest, now) if oldest else now
