"""Statements with their attachments in one body, multipart/mixed (xAPI 2.0, 4.1.2.2; RFC 2046)."""

import email
import email.policy
import uuid
from collections.abc import Sequence
from email.message import Message
from typing import Any

from . import literals
from .attachments import Part
from .words import Invalid

JSON = "application/json"
MIXED = "multipart/mixed"


def read(media_type: str, body: bytes) -> tuple[Any, list[Part]]:
    """Return the JSON of a request and the parts attached to it; raises `Invalid`."""
    kind = media_type.split(";")[0].strip().lower()
    if kind == JSON:
        return literals.loads(body), []
    if kind == MIXED:
        return _read_mixed(media_type, body)
    raise Invalid(f"Content-Type: {JSON} or {MIXED} (4.1.2)")


def written(text: str, parts: Sequence[Part]) -> tuple[str, bytes]:
    """Return the media type and body of JSON `text` followed by `parts`."""
    boundary = uuid.uuid4().hex
    chunks = [f"--{boundary}\r\nContent-Type: {JSON}\r\n\r\n".encode(), text.encode()]
    for part in parts:
        chunks.append(
            (
                f"\r\n--{boundary}\r\nContent-Type: {part.content_type}\r\nContent-Transfer-Encoding: binary\r\n"
                f"X-Experience-API-Hash: {part.sha2}\r\n\r\n"
            ).encode()
        )
        chunks.append(part.octets)
    chunks.append(f"\r\n--{boundary}--\r\n".encode())
    return f"{MIXED}; boundary={boundary}", b"".join(chunks)


def _read_mixed(media_type: str, body: bytes) -> tuple[Any, list[Part]]:
    head = f"Content-Type: {media_type}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    found = list(message.iter_parts()) if message.is_multipart() else []
    if not found or message.defects:
        raise Invalid(f"{MIXED}: no parts between boundaries (RFC 2046)")
    first, *rest = found
    if first.get_content_type() != JSON:
        raise Invalid(f"{MIXED}: the first part is {JSON} (4.1.2.2)")
    return literals.loads(_octets(first)), [_part(part) for part in rest]


def _part(part: Any) -> Part:
    if str(part.get("Content-Transfer-Encoding", "")).lower() != "binary":
        raise Invalid("attachment: Content-Transfer-Encoding is binary (4.1.2.2)")
    sha2 = str(part.get("X-Experience-API-Hash", "")).strip()
    if not sha2:
        raise Invalid("attachment: X-Experience-API-Hash is missing (4.1.2.2)")
    return Part(
        sha2=sha2.lower(),
        content_type=str(part.get("Content-Type", "application/octet-stream")),
        octets=_octets(part),
    )


def _octets(part: Message) -> bytes:
    """Return the body of a part, which is no multipart itself."""
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        raise Invalid(f"{MIXED}: a part holds parts (4.1.2.2)")
    return octets
