"""Holding back: a client by its own pace, a guesser by the address it comes from."""

import pytest
from django.test import RequestFactory

from community.people import throttling
from courses.records.xapi import throttle
from courses.records.xapi.refusals import Refused
from tests.factories.records import admitted, asked, basic

pytestmark = pytest.mark.django_db


def test_a_client_waits_for_the_next_minute_and_is_told_how_long():
    throttle.pace("client:a", per_minute=2, now=120)
    throttle.pace("client:a", per_minute=2, now=130)
    with pytest.raises(Refused) as refused:
        throttle.pace("client:a", per_minute=2, now=140)
    assert (refused.value.status, refused.value.wait) == (429, 40)
    throttle.pace("client:b", per_minute=2, now=140)
    throttle.pace("client:a", per_minute=2, now=180)


def test_over_the_wire_it_is_429_with_retry_after():
    _, hurried = admitted("statements/read", per_minute=2)
    _, other = admitted("statements/read")
    statuses = [asked(hurried, "GET", "statements").status_code for _ in range(5)]

    assert statuses[:2] == [200, 200]
    assert 429 in statuses
    refused = next(answer for _ in range(3) if (answer := asked(hurried, "GET", "statements")).status_code == 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert asked(other, "GET", "statements").status_code == 200


def test_a_counted_request_costs_one_call_of_the_cache(monkeypatch):
    calls = []
    throttle.pace("client:a", per_minute=9, now=60)
    for name in ("incr", "add", "get", "set"):
        real = getattr(throttle.cache, name)

        def counted(*given, real=real, name=name):
            calls.append(name)
            return real(*given)

        monkeypatch.setattr(throttle.cache, name, counted)
    throttle.pace("client:a", per_minute=9, now=61)
    throttle.pace("client:a", per_minute=None, now=61)
    assert calls == ["incr"]


def test_a_guesser_is_held_back_and_shuts_nobody_else_out(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client, known = admitted("statements/read")
    guess = basic(client.key, "guess")
    tried = [asked(guess, "GET", "statements", **{"X-Forwarded-For": "203.0.113.9"}) for _ in range(21)]

    assert [answer.status_code for answer in tried] == [401] * 20 + [429]
    assert tried[-1]["Retry-After"] == "900"
    assert asked(guess, "GET", "statements", **{"X-Forwarded-For": "203.0.113.10"}).status_code == 401
    # Whatever the guesser writes before the proxy's own word changes nothing.
    forged = asked(guess, "GET", "statements", **{"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
    assert forged.status_code == 429
    assert asked(known, "GET", "statements", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
    ],
)
def test_the_address_is_the_one_that_signing_in_counts_by(settings, proxies, forwarded, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/xapi/statements", headers=headers)
    assert throttle.address(request) == throttling.client(request) == address
