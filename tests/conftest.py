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
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Put back what the migrations wrote after a test that emptied the tables, whatever comes next."""
    yield
    if nextitem is not None and _emptied(item):
        with item.config.stash[blocking_manager_key].unblock():
            _put_back()


def _emptied(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(marker and marker.kwargs.get("transaction"))


def _put_back() -> None:
    from django.contrib.contenttypes.models import ContentType  # as above
    from django.core.management import call_command
    from django.db import connection

    contents = getattr(connection, "_test_serialized_contents", "")
    if contents:
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(contents)
        ContentType.objects.clear_cache()
