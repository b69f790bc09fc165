from collections.abc import Iterator

import pytest

from courses.records import consistency
from tests.factories.stores import Between, Store, between, second_site


@pytest.fixture(autouse=True)
def _let_in(external_records_on: None) -> None:
    """Other programs and stores are let in."""


@pytest.fixture(scope="session")
def site(empty_sqlite, tmp_path_factory) -> Iterator[Store]:
    with second_site(tmp_path_factory.mktemp("other"), empty=empty_sqlite) as store:
        yield store


@pytest.fixture
def other(site, settings, monkeypatch) -> Store:
    """A second site of our own, empty, that may be asked although it is on this machine."""
    settings.EXCHANGE_WITH_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(consistency, "SKEW", consistency.SKEW * 0)  # one clock here
    site.empty()
    site.admit("statements/write", "statements/read")
    return site


@pytest.fixture
def proxy(other) -> Iterator[Between]:
    """Someone between us and the other site."""
    with between(other) as standing:
        yield standing
