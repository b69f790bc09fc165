"""Asking another store: one request to an address that was checked, no redirect followed, no answer without an end."""

import base64
import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from ..versions import HEADER
from . import secrecy
from .models import Partner

PATIENCE = 10.0  # seconds for each step of a request
LONGEST = 60.0  # seconds from its beginning to the end of its answer
MOST = 32 * 1024 * 1024  # octets of an answer
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 addresses within IPv6 (RFC 6052)


class Unreachable(Exception):
    """No answer could be had; the message says why."""


class Forbidden(Unreachable):
    """An address that must not be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What another store said."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """What went wrong, in the store's own words as far as they go."""
        words = self.body[:500].decode(errors="replace").replace("\0", " ").strip()
        return f"{self.status} {words}" if words else str(self.status)


def ask(
    partner: Partner, method: str, url: str, *, body: bytes | None = None, content_type: str = "application/json"
) -> Answer:
    """Send one request to `url` as whom `partner` knows us; raises `Unreachable`."""
    headers = {
        "Authorization": _basic(partner.key, _secret(partner)),
        HEADER: partner.version,
        "Accept": "*/*",
        "User-Agent": "Cohort",
    }
    if body is not None:
        headers["Content-Type"] = content_type
    try:
        connection, target = _open(url)
        with closing(connection):
            connection.request(method, target, body=body, headers=headers)
            return _read(connection.getresponse())
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:500]) from error


def resource(partner: Partner, name: str) -> str:
    """Return the address of a resource, such as "statements"."""
    return f"{partner.endpoint.rstrip('/')}/{name}"


def beside(partner: Partner, link: str) -> str:
    """Return where `link`, given by the store itself, leads; raises `Forbidden` where that is another host."""
    try:
        url = urljoin(partner.endpoint, link)
        elsewhere = urlsplit(url)[:2] != urlsplit(partner.endpoint)[:2]
    except ValueError as error:
        raise Forbidden(f"the link to the next page is no address: {error}") from error
    if elsewhere:
        raise Forbidden("the next page lies on another host")
    return url


def _open(url: str) -> tuple["_Connection", str]:
    """Return a connection to the host of `url` and what to ask it for."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Forbidden("only http and https addresses are asked")
    connection = _Connection(parts.hostname, parts.port or (443 if secure else 80), secure=secure)
    return connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class _Connection(http.client.HTTPConnection):
    """A connection to the very address that was checked, so that no name means another one a moment later."""

    def __init__(self, host: str, port: int, *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._secure = secure
        self.response_class = partial(_Response, end=time.monotonic() + LONGEST)  # type: ignore[assignment]

    def connect(self) -> None:
        sock = socket.create_connection((_address(self.host, self.port), self.port), PATIENCE)
        if self._secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self.host)
        self.sock = sock


class _Response(http.client.HTTPResponse):
    """An answer that is there whole by `end`, a moment of the monotonic clock, however it drips."""

    def __init__(self, sock: socket.socket, *, end: float, **given: Any) -> None:
        super().__init__(sock, **given)
        self.fp = io.BufferedReader(_Until(sock, self.fp.detach(), end))


class _Until(io.RawIOBase):
    """What comes from `sock` up to `end`."""

    def __init__(self, sock: socket.socket, raw: io.RawIOBase, end: float) -> None:
        self._sock, self._raw, self._end = sock, raw, end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable(f"the answer took longer than {LONGEST:.0f} seconds")
        self._sock.settimeout(min(PATIENCE, left))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _address(host: str, port: int) -> str:
    """Return an address of `host`; raises `Forbidden` where one of them is not of the open internet."""
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.EXCHANGE_WITH_PRIVATE_ADDRESSES:
        for address in found:
            if not _is_open(address):
                raise Forbidden("the host has an address that is not of the open internet")
    return found[0]


def _is_open(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if inner is None and ip in TRANSLATED:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and (inner is None or inner.is_global)


def _read(response: http.client.HTTPResponse) -> Answer:
    chunks, length = [], 0
    while chunk := response.read1(65536):
        length += len(chunk)
        if length > MOST:
            raise Unreachable(f"the answer is longer than {MOST // 1024 // 1024} MB")
        chunks.append(chunk)
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(status=response.status, body=b"".join(chunks), headers=headers)


def _secret(partner: Partner) -> str:
    try:
        return secrecy.reveal(partner.secret)
    except secrecy.Unreadable as error:
        raise Unreachable(str(error)) from error


def _basic(key: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
