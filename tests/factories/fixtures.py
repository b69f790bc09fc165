"""Fixtures every test may ask for."""

import pytest

from community.models import User

from .people import person
from .switches import switch_on


@pytest.fixture
def ada(db) -> User:
    return person("Ada Nwosu")


@pytest.fixture
def ben(db) -> User:
    return person("Ben Okafor")


@pytest.fixture
def grace(db) -> User:
    return person("Grace Tanaka")


@pytest.fixture
def ivan(db) -> User:
    return person("Ivan Marković")


@pytest.fixture
def mallory(db) -> User:
    return person("Mallory Vane")


@pytest.fixture
def admin(db) -> User:
    return person("Admin Person", is_staff=True, is_superuser=True)


@pytest.fixture
def switches_on(db) -> None:
    """All built capabilities on; a fresh installation has them off."""
    switch_on()


@pytest.fixture
def external_records_on(db) -> None:
    """Other programs and stores are let in, and nothing else is switched on by it."""
    switch_on("external_records")
