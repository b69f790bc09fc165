"""Where a link may lead, and the address an activity is launched by."""

import base64
import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.core.exceptions import ValidationError

from courses.links.destinations import NAMED, OTHER, PLAIN, UNREADABLE, flaw, host_of, launched, written
from courses.links.validators import openable

SAID = {
    "endpoint": "https://cohort.example/xapi/",
    "secret": "s3cret",
    "actor": {"account": {"homePage": "https://cohort.example", "name": "ada"}},
    "registration": "6f5d",
    "activity": "https://cohort.example/activities/1",
}


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTPS://Example.org/",
        "https://example.org:8443/a/b?c=d&e=f#g",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://[2001:db8::1]/a",
        "https://büro.example/straße",
        "https://example.org/@ada?next=//elsewhere.example",
    ],
)
def test_a_page_of_the_web_may_be_opened(address):
    assert flaw(address) == ""


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("javascript:alert(1)", OTHER),
        ("JavaScript://example.org/%0aalert(1)", OTHER),
        ("java\tscript:alert(1)", UNREADABLE),
        (" https://example.org", UNREADABLE),
        ("data:text/html,<script>alert(1)</script>", OTHER),
        ("vbscript:msgbox", OTHER),
        ("blob:https://example.org/1", OTHER),
        ("file:///etc/passwd", OTHER),
        ("ftp://example.org", OTHER),
        ("mailto:ada@example.org", OTHER),
        ("example.org", OTHER),
        ("//example.org", OTHER),
        ("/admin/", OTHER),
        ("", OTHER),
        ("https:example.org", UNREADABLE),
        ("https:///example.org", UNREADABLE),
        ("https://", UNREADABLE),
        ("https://.", UNREADABLE),
        ("https://-.example", UNREADABLE),
        ("https://a..b", UNREADABLE),
        ("https://exa mple.org", UNREADABLE),
        ("https://example.org\\@elsewhere.example", UNREADABLE),
        ("https://example.org/\r\nSet-Cookie: a=b", UNREADABLE),
        ("https://example.org/\u202egpj.exe", UNREADABLE),
        ("https://example.org\u200b.elsewhere.example", UNREADABLE),
        ("https://example.org\u2100.elsewhere.example", UNREADABLE),
        ("https://example.org\x00", UNREADABLE),
        ("https://example.org:port/", UNREADABLE),
        ("https://example.org:99999/", UNREADABLE),
        ("https://[::1", UNREADABLE),
        ("https://<script>/", UNREADABLE),
        ("https://ada:secret@example.org/", NAMED),
        ("https://example.org@elsewhere.example/", NAMED),
        ("https://@example.org/", NAMED),
        ("http://example.org/", PLAIN),
        ("http://localhost/", PLAIN),
    ],
)
def test_any_other_is_refused_for_its_own_reason(address, why):
    assert flaw(address) == why


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://localhost:8000/", ""),
        ("http://coins.localhost/", ""),
        ("http://127.8.9.1/", ""),
        ("http://[::1]:8000/", ""),
        ("http://example.org/", PLAIN),
        ("http://localhost.example/", PLAIN),
        ("http://128.0.0.1/", PLAIN),
        ("javascript:alert(1)", OTHER),
    ],
)
def test_where_it_is_allowed_http_leads_to_this_machine_alone(address, why):
    assert flaw(address, loopback=True) == why


def test_an_author_is_told_what_to_do_and_only_where_it_is_developed_may_http_stay(settings):
    for address, said in (
        ("javascript:alert(1)", "An address begins with https://"),
        ("http://example.org/", "Begin with https://"),
        ("https://ada@example.org/", "Take the name before the @ out"),
        ("https://example .org", "no address a browser can open"),
    ):
        with pytest.raises(ValidationError, match=said):
            openable(address)
    openable("http://127.0.0.1:9000/")
    settings.LINKS_TO_THIS_MACHINE = False
    with pytest.raises(ValidationError, match="Begin with https://"):
        openable("http://127.0.0.1:9000/")


def test_production_opens_nothing_by_http():
    from cohort.settings import base

    assert base.LINKS_TO_THIS_MACHINE is False


def test_a_host_is_shown_as_it_is_looked_up():
    assert host_of("https://Example.ORG:8443/a") == "example.org"
    assert host_of("https://аpple.example/") == "xn--pple-43d.example"  # the first letter is Cyrillic


def test_a_header_carries_it_in_plain_letters():
    assert written("https://büro.example/straße?q=ä#ö") == "https://xn--bro-hoa.example/stra%C3%9Fe?q=%C3%A4#%C3%B6"
    assert written('https://example.org/a%20b?x=";<') == "https://example.org/a%20b?x=%22;%3C"


def test_a_launch_says_where_and_by_what_to_report_about_whom():
    address = launched("https://example.org/coins?level=2#top", **SAID)

    parts = urlsplit(address)
    assert (parts.netloc, parts.path, parts.fragment) == ("example.org", "/coins", "top")
    said = dict(parse_qsl(parts.query, strict_parsing=True))
    assert list(said) == ["level", "endpoint", "auth", "actor", "registration", "activity_id"]
    assert (said["level"], said["endpoint"], said["registration"]) == ("2", SAID["endpoint"], "6f5d")
    assert json.loads(said["actor"]) == SAID["actor"]
    scheme, _, given = said["auth"].partition(" ")
    assert (scheme, base64.b64decode(given)) == ("Basic", b"launch:s3cret")
    assert "+" not in parts.query  # authoring tools read %20 alone as a space


def test_what_an_address_says_in_place_of_a_launch_gives_way():
    address = launched("https://example.org/?endpoint=https://evil.example&%61uth=x&kept=a%2Bb&actor", **SAID)

    said = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert {name: len(values) for name, values in said.items()} == dict.fromkeys(
        ["kept", "endpoint", "auth", "actor", "registration", "activity_id"], 1
    )
    assert (said["kept"], said["endpoint"]) == (["a+b"], [SAID["endpoint"]])
