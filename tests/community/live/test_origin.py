"""Whose pages may open the socket."""

import pytest

from community.live.origin import is_trusted

HOST = "testserver:8000"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_ORIGIN = "https://cohort.example"
    settings.ALLOWED_HOSTS = ["testserver", "*"]


@pytest.mark.parametrize("origin", ["https://cohort.example", "http://testserver:8000"])
def test_the_sites_own_origin_is_trusted(origin):
    assert is_trusted(origin, host=HOST)


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "",
        "null",
        "http://cohort.example",
        "https://cohort.example:444",
        "https://cohort.example.evil.org",
        "https://evil.cohort.example",
        "http://testserver:8001",
        "http://evil.example",
        "http://p1.content.localhost:8000",
        "file://",
    ],
)
def test_every_other_origin_is_refused(origin):
    assert not is_trusted(origin, host=HOST)


def test_a_content_host_is_not_its_own_origin(settings):
    assert not is_trusted("http://p1.content.localhost:8000", host="p1.content.localhost:8000")


def test_in_production_the_host_that_was_asked_for_counts_for_nothing(settings):
    settings.LIVE_OWN_HOST = False

    assert not is_trusted("http://testserver:8000", host=HOST)
    assert is_trusted("https://cohort.example", host=HOST)
