"""Clients and launches over the wire."""

import pytest


@pytest.fixture(autouse=True)
def _let_in(external_records_on: None) -> None:
    """Other programs and stores are let in."""
