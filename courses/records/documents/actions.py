"""Keeping documents: put whole, merged, removed; each only over what its writer has seen (4.1.4)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.models import Document
from courses.records import literals
from courses.records.words import Invalid

from .queries import Shelf

JSON = "application/json"

Allows = Callable[[Document | None], None]  # raises where the writer has not seen what stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is kept, octets and media type."""

    octets: bytes
    media_type: str

    @property
    def is_json(self) -> bool:
        return self.media_type.split(";")[0].strip().lower() == JSON


def put(shelf: Shelf, name: str, content: Content, *, allows: Allows, at: datetime | None = None) -> Document:
    """Keep `content` as the document `name`, instead of what stands there."""
    return _again(lambda: _write(shelf, name, lambda _: content, allows=allows, at=at))


def merge(shelf: Shelf, name: str, content: Content, *, allows: Allows, at: datetime | None = None) -> Document:
    """Lay the members of a JSON object over those that stand; raises `Invalid` where either is none (4.1.6.2)."""
    return _again(lambda: _write(shelf, name, lambda standing: _merged(standing, content), allows=allows, at=at))


@transaction.atomic
def remove(shelf: Shelf, name: str, *, allows: Allows) -> None:
    """Remove the document `name`, if it is there."""
    standing = _locked(shelf, name)
    allows(standing)
    if standing:
        standing.delete()


def clear(shelf: Shelf) -> None:
    """Remove every document of `shelf`."""
    Document.objects.filter(**shelf.key()).delete()


def _again(write: Callable[[], Document]) -> Document:
    """Two who create one document meet at its key; the later one begins again with the other's before it."""
    try:
        return write()
    except IntegrityError:
        return write()


@transaction.atomic
def _write(
    shelf: Shelf, name: str, compose: Callable[[Document | None], Content], *, allows: Allows, at: datetime | None
) -> Document:
    standing = _locked(shelf, name)
    allows(standing)
    content = compose(standing)
    document = standing or Document(**shelf.key(), name=name)
    document.content, document.content_type = content.octets, content.media_type
    document.etag = hashlib.sha1(content.octets, usedforsecurity=False).hexdigest()
    document.updated = at or timezone.now()
    document.save()
    return document


def _locked(shelf: Shelf, name: str) -> Document | None:
    return Document.objects.select_for_update().filter(**shelf.key(), name=name).first()


def _merged(standing: Document | None, content: Content) -> Content:
    new = _members(content, "the body")
    if standing is None:
        return content
    old = _members(Content(octets=bytes(standing.content), media_type=standing.content_type), "the document")
    return Content(octets=literals.dumps({**old, **new}).encode(), media_type=JSON)


def _members(content: Content, what: str) -> dict[str, object]:
    members = literals.loads(content.octets) if content.is_json else None
    if not isinstance(members, dict):
        raise Invalid(f"{what} is no JSON object, so nothing can be merged (4.1.6.2)")
    return members
