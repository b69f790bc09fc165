"""The cast: ada learns, ben is her classmate, grace manages, ivan teaches, mallory is an outsider."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread

pytest_plugins = ["tests.factories.fixtures"]


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    from django.core.cache import cache  # settings are ready only inside a test

    cache.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every test that really commits begin with what the migrations wrote, and leave nothing else behind."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
            marker and marker.kwargs.get("transaction")
        )
        if commits and "django_db_serialized_rollback" not in item.fixturenames:
            item.fixturenames.append("django_db_serialized_rollback")
