"""The cast: ada learns, ben is her classmate, grace manages, ivan teaches, mallory is an outsider."""

import os

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop in this thread

pytest_plugins = ["tests.databases", "tests.spreading", "tests.failures", "tests.factories.fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody watch the tests with a browser."""
    parser.addoption("--headed", action="store_true", help="show the browser, and let it go slowly")


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    from django.core.cache import cache  # settings are ready only inside a test

    cache.clear()
