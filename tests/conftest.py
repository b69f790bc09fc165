"""The cast: ada learns, ben is her classmate, grace manages, ivan teaches, mallory is an outsider."""

import os
from collections.abc import Iterator

import pytest
from pytest_django.plugin import blocking_manager_key

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread

pytest_plugins = ["tests.factories.fixtures"]


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    from django.core.cache import cache  # settings are ready only inside a test

    cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Put back what the migrations wrote after a test that emptied the tables, whatever comes next."""
    yield
    from django.db import connection  # as above

    contents = getattr(connection, "_test_serialized_contents", "")
    if contents and _emptied(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(contents)


def _emptied(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))
