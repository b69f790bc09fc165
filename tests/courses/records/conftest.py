"""A record store to ask."""

from collections.abc import Callable
from typing import Any

import pytest

from courses.records import literals, queries
from courses.records.actions import Entry, record_batch
from courses.records.statements import Statement
from tests.factories.records import admitted


@pytest.fixture
def ask_to_keep(db: None) -> Callable[[str], Any]:
    """Store a statement given as JSON and return it as it is given out."""

    def keep(text: str) -> Any:
        [record] = record_batch([Entry(statement=Statement.read(literals.loads(text)), provenance="client")])
        found = queries.statement(record.uid)
        assert found is not None
        return literals.loads(found.statement)

    return keep


@pytest.fixture
def grading(db: None) -> str:
    """Return the Authorization header of a client whose word counts like what was seen here, and that reads all."""
    return admitted("statements/write", "statements/read", "grades")[1]
