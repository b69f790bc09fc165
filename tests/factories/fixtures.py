"""Fixtures every test may ask for."""

from collections.abc import Iterator

import pytest

from community.models import User
from tests.failures import SERVER
from tests.keeping import Keeper

from .people import person
from .servers import Served, served
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


@pytest.fixture(scope="session")
def server(django_db_setup: Keeper) -> Iterator[Served]:
    """The site in a process of its own, on this worker's database: one for every test that asks for `site`."""
    with served() as running:
        yield running


@pytest.fixture
def site(transactional_db: None, server: Served, request: pytest.FixtureRequest) -> Iterator[Served]:
    """The site with what the migrations put there; what a test does to it is over when the next one begins."""
    request.node.stash[SERVER] = server, server.output.stat().st_size
    yield server
    server.rest()
