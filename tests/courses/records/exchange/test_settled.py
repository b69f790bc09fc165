"""Until when nothing more will be stored: the promise that forwarding goes by."""

import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from courses.models import Record
from courses.records import consistency
from courses.records.actions import Entry, record_batch
from courses.records.statements import Statement
from tests.factories.records import admitted, asked, foreign

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite writers come one after the other")
def test_a_writer_that_has_read_its_clock_and_written_nothing_yet_holds_it_back():
    began, go = threading.Event(), threading.Event()
    read = []

    def write():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            read.append(timezone.now())
            began.set()
            go.wait(10)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait(10)
    assert consistency.settled() < read[0]
    go.set()
    writer.join()


def test_it_is_not_long_ago_while_nobody_writes():
    assert timezone.now() - timedelta(seconds=5) < consistency.settled() <= timezone.now()


def keep():
    """Store what has no id and is about nobody here, so that nothing is looked up before."""
    statement = foreign()
    del statement["id"]
    [record] = record_batch([Entry(statement=Statement.read(statement), provenance="client")])
    return record


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite writers come one after the other")
def test_a_statement_that_asked_nothing_before_its_clock_holds_it_back():
    kept = []

    def write():
        kept.append(keep())
        connection.close()

    writer = threading.Thread(target=write)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE courses_record IN EXCLUSIVE MODE")
        writer.start()
        for _ in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'courses_record'::regclass")
            if cursor.fetchone() != (0,):
                break
            time.sleep(0.01)
        through = consistency.consistent_through()
    writer.join()
    assert through <= kept[0].stored


if connection.vendor == "sqlite":  # which lets one write at a time, as PostgreSQL does not

    def test_whoever_writes_is_waited_for_and_one_who_does_not_end_is_left_behind():
        kept = keep()
        began, go = threading.Event(), threading.Event()

        def write():
            with transaction.atomic():
                began.set()
                go.wait(30)
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        began.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            (usual,) = cursor.fetchone()
            cursor.execute("PRAGMA busy_timeout = 50")
            assert consistency.consistent_through() == kept.stored
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
        threading.Timer(0.2, go.set).start()
        assert consistency.consistent_through() > kept.stored
        writer.join()


def test_what_is_stored_while_a_request_is_answered_lies_beyond_what_it_says():
    _, known = admitted("statements/write")
    answer = asked(known, "POST", "statements", foreign())
    through = datetime.fromisoformat(answer["X-Experience-API-Consistent-Through"])
    assert through <= Record.objects.get().stored
