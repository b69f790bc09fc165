"""Where a link may lead, and the address by which an activity there is launched. Pure."""

import base64
import ipaddress
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, quote, unquote_plus, urlencode, urlsplit

# Why an address may not be opened.
UNREADABLE, OTHER, PLAIN, NAMED = "unreadable", "other", "plain", "named"

_LETTERS = "/#%[]=:;$&()+,!?*@'~"  # what stands in an address as it is written
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?")


def flaw(address: str, *, loopback: bool = False) -> str:
    """Return why `address` may not be opened, "" where it may; with `loopback`, http may lead to this very machine.

    Only https leads out. What a browser would read otherwise than it looks (controls, spaces, backslashes, letters
    without a shape, a name before the host) is refused and never repaired.
    """
    if "\\" in address or any(unicodedata.category(letter)[0] in "CZ" for letter in address):
        return UNREADABLE
    try:
        parts = urlsplit(address)
        named, _port = "@" in parts.netloc, parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        return UNREADABLE
    if parts.scheme not in ("http", "https"):
        return OTHER
    if named:
        return NAMED
    if not (_HOST.fullmatch(host) or _number(host)):
        return UNREADABLE
    return PLAIN if parts.scheme == "http" and not (loopback and _is_this_machine(host)) else ""


def host_of(address: str) -> str:
    """Return the host that `address`, which has no flaw, leads to, as a browser shows one it does not trust."""
    return _ascii(urlsplit(address).hostname or "")


def written(address: str) -> str:
    """Return `address`, which has no flaw, in the letters of a header: ASCII alone."""
    return quote(_with_ascii_host(urlsplit(address)).geturl(), safe=_LETTERS)


def launched(
    address: str, *, endpoint: str, secret: str, actor: Mapping[str, Any], registration: object, activity: str
) -> str:
    """Return `address` with what an activity needs to report (Rustici's launch method, as authoring tools read it).

    `secret` is that of a launch token. What the address itself says under these names gives way.
    """
    said = {
        "endpoint": endpoint,
        "auth": "Basic " + base64.b64encode(f"launch:{secret}".encode()).decode(),
        "actor": json.dumps(actor, separators=(",", ":")),
        "registration": str(registration),
        "activity_id": activity,
    }
    parts = urlsplit(written(address))
    kept = [piece for piece in parts.query.split("&") if piece and unquote_plus(piece.partition("=")[0]) not in said]
    return parts._replace(query="&".join([*kept, urlencode(said, quote_via=quote)])).geturl()


def own_parameters(address: str) -> list[str]:
    """Return the names in the query of `address`, which libraries pass on with what they report."""
    names = (unquote_plus(piece.partition("=")[0]) for piece in urlsplit(written(address)).query.split("&"))
    return sorted({name for name in names if name})


def _ascii(host: str) -> str:
    """Return a host in the letters it is looked up by; raises ValueError where it can be none."""
    return host if host.isascii() else host.encode("idna").decode()


def _with_ascii_host(parts: SplitResult) -> SplitResult:
    name, host = parts.hostname or "", host_of(parts.geturl())
    return parts if name == host else parts._replace(netloc=parts.netloc.lower().replace(name, host))


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_this_machine(host: str) -> bool:
    number = _number(host)
    return number.is_loopback if number else host == "localhost" or host.endswith(".localhost")
