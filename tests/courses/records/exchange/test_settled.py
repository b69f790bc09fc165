"""Until when nothing more will be stored: the promise that forwarding goes by."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from courses.records import consistency

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
