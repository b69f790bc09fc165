"""Statements with their attachments in one body, multipart/mixed (xAPI 2.0, 4.1.3; RFC 2046)."""

import re
import uuid
from collections.abc import Iterator, Sequence
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any

from . import literals
from .attachments import Part
from .values import is_media_type
from .words import Invalid

JSON = "application/json"
MIXED = "multipart/mixed"
LONGEST_HEAD = 8192  # octets of a part's headers
_BLANK = re.compile(rb"\r?\n\r?\n")


def read(media_type: str, body: bytes) -> tuple[Any, list[Part]]:
    """Return the JSON of a request and the parts attached to it; raises `Invalid`."""
    kind = media_type.split(";")[0].strip().lower()
    if kind == JSON:
        return literals.loads(body), []
    if kind == MIXED:
        return _read_mixed(media_type, body)
    raise Invalid(f"Content-Type: {JSON} or {MIXED} (4.1.3)")


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
    chunks = _chunks(media_type, body)
    head, octets = _split(next(chunks, b""))
    if head.get_content_type() != JSON:
        raise Invalid(f"{MIXED}: the first part is {JSON} (4.1.3)")
    return literals.loads(octets), [_part(*_split(chunk)) for chunk in chunks]


def _chunks(media_type: str, body: bytes) -> Iterator[bytes]:
    """Yield what stands between the boundaries, each from the end of the boundary's own line."""
    head = Message()
    head["Content-Type"] = media_type if is_media_type(media_type) else MIXED
    boundary = re.escape((head.get_boundary() or "").encode())
    begin = None
    for found in re.finditer(rb"(?:\A|\r?\n)--" + boundary + rb"(--)?[ \t]*(?=\r?\n|\Z)", body) if boundary else ():
        if begin is not None:
            yield body[begin : found.start()]
        begin = found.end()
        if found[1]:
            return
    raise Invalid(f"{MIXED}: no parts between boundaries (RFC 2046)")


def _split(chunk: bytes) -> tuple[Message, bytes]:
    """Return the headers of a part and the octets below them."""
    blank = _BLANK.search(chunk)
    head = chunk[: blank.start()] if blank else chunk
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n")) if len(head) <= LONGEST_HEAD else None
    if headers is None or headers.defects:
        raise Invalid(f"{MIXED}: a part without proper headers (RFC 2046)")
    return headers, chunk[blank.end() :] if blank else b""


def _part(head: Message, octets: bytes) -> Part:
    if str(head.get("Content-Transfer-Encoding", "")).strip().lower() != "binary":
        raise Invalid("attachment: Content-Transfer-Encoding is binary (4.1.3)")
    sha2 = str(head.get("X-Experience-API-Hash", "")).strip()
    if not sha2:
        raise Invalid("attachment: X-Experience-API-Hash is missing (4.1.3)")
    return Part(
        sha2=sha2.lower(),
        content_type=str(head.get("Content-Type", "application/octet-stream")),
        octets=octets,
    )
