"""The cast: ada learns, ben is her classmate, grace manages, ivan teaches, mallory is an outsider."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread

pytest_plugins = ["tests.factories.fixtures"]


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    from django.core.cache import cache  # settings are ready only inside a test

    cache.clear()
