"""Asking another store: no address within, no redirect, no other host, no answer without an end."""

import contextlib
import socket
import threading
import time

import pytest
from django.utils import timezone

from courses.models import Destination
from courses.records.exchange import secrecy, wire


def partner(endpoint="https://store.example/xapi/", secret="s"):
    now = timezone.now()
    hidden = secrecy.hide(secret)
    return Destination(name="x", endpoint=endpoint, key="k", secret=hidden, created=now, due=now, reached=now)


@pytest.fixture
def listener():
    """Someone on this machine who must not be asked; yields the port and whether anybody came."""
    heard = threading.Event()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(0.3)

        def wait():
            try:
                listening.accept()[0].close()
                heard.set()
            except OSError:
                pass

        thread = threading.Thread(target=wait)
        thread.start()
        yield listening.getsockname()[1], heard
        thread.join()


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_asked_however_it_is_written(listener, host):
    port, heard = listener
    with pytest.raises(wire.Unreachable):
        wire.ask(partner(), "GET", f"http://{host}:{port}/xapi/statements")
    assert not heard.wait(0.1)


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:0a00:0001::1]",
    ],
)
def test_no_address_within_a_network_is_asked(host):
    with pytest.raises(wire.Forbidden):
        wire.ask(partner(), "GET", f"http://{host}/xapi/statements")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "gopher://store.example/", "https:///x", "http://[", "http://store.example:99999/"]
)
def test_no_other_kind_of_address_is_asked(url):
    with pytest.raises(wire.Unreachable):
        wire.ask(partner(), "GET", url)


def test_a_name_with_one_address_within_is_not_asked(monkeypatch):
    """What the resolver says is out of our hands; here it says two addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("203.0.114.1", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: found)
    with pytest.raises(wire.Forbidden):
        wire.ask(partner(), "GET", "http://store.example/xapi/statements")


@contextlib.contextmanager
def answering(*pieces, pause=0.0):
    """Answer one request with `pieces`, a `pause` in seconds before each; yields the address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def answer():
            asked, _ = listening.accept()
            with asked, contextlib.suppress(OSError):
                asked.recv(65536)
                for piece in pieces:
                    time.sleep(pause)
                    asked.sendall(piece)

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


def test_an_answer_without_an_end_is_cut(settings, monkeypatch):
    settings.EXCHANGE_WITH_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(wire, "MOST", 100_000)
    with (
        answering(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 10_000_000) as address,
        pytest.raises(wire.Unreachable, match="longer than"),
    ):
        wire.ask(partner(), "GET", address)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n"


@pytest.mark.parametrize("dripping", [HEAD + b"X-Long: " + b"x" * 100, HEAD + b"\r\n" + b"x" * 100])
def test_an_answer_that_drips_is_cut_wherever_it_drips(settings, monkeypatch, dripping):
    settings.EXCHANGE_WITH_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(wire, "LONGEST", 0.5)
    begun = time.monotonic()
    with answering(*(bytes([octet]) for octet in dripping), pause=0.02) as address:
        with pytest.raises(wire.Unreachable):
            wire.ask(partner(), "GET", address)
        assert time.monotonic() - begun < 1.5


def test_an_answer_is_read_to_its_end_where_the_connection_ends_it(settings):
    settings.EXCHANGE_WITH_PRIVATE_ADDRESSES = True
    with answering(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"one ", b"two", pause=0.05) as address:
        assert wire.ask(partner(), "GET", address).body == b"one two"


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("/xapi/statements?cursor=x", "https://store.example/xapi/statements?cursor=x"),
        ("https://store.example/more/2", "https://store.example/more/2"),
        ("http://store.example/more/2", None),
        ("https://store.example:8443/more", None),
        ("https://evil.example/more", None),
        ("//evil.example/more", None),
        ("https://store.example@evil.example/more", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_only_to_the_same_host(link, leads):
    if leads:
        assert wire.beside(partner(), link) == leads
    else:
        with pytest.raises(wire.Forbidden):
            wire.beside(partner(), link)


def test_the_secret_of_another_key_is_told_from_a_wrong_one(settings):
    kept = partner()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]
    assert secrecy.reveal(kept.secret) == "s"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(wire.Unreachable, match="SECRET_KEY"):
        wire.ask(kept, "GET", "https://store.example/")
