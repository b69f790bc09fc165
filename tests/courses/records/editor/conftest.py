"""The editor's pages of the record store, other programs and stores let in."""

import pytest


@pytest.fixture(autouse=True)
def _let_in(external_records_on: None) -> None:
    """Other programs and stores are let in."""
