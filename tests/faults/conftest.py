"""What a crash leaves behind is real: rows are committed, and other processes meet them."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections


@pytest.fixture
def db(transactional_db: None) -> Iterator[None]:
    """Here `db` commits for real, and has a table beside its own in which an effect that a repeat doubles shows."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fault_sink (record bigint NOT NULL, kind varchar(40) NOT NULL)")
    yield
    connections.close_all()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE fault_sink")
