"""What is attached to statements: each body belongs to one by its SHA-2, and is kept once (xAPI 2.0, 4.2.2.8)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db.models import Sum

from courses.models import AttachmentBody, Record, RecordAttachment

from .statements import Statement
from .words import Invalid

_BY_LENGTH = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The body of an attachment."""

    sha2: str
    content_type: str
    octets: bytes


def check(statements: Sequence[Statement], parts: Sequence[Part]) -> None:
    """Raise `Invalid` where a body belongs to no statement or is not what its hash says, or one is missing."""
    given = {part.sha2: part for part in parts}
    described = {}
    for statement in statements:
        for attachment in statement.attachments():
            sha2 = attachment["sha2"].lower()
            described[sha2] = attachment
            if sha2 not in given and "fileUrl" not in attachment:
                raise Invalid("attachments: neither sent nor with a fileUrl (4.2.2.8)")
    for sha2, part in given.items():
        if sha2 not in described:
            raise Invalid("attachment: no statement speaks of it (4.1.2.2)")
        if len(sha2) not in _BY_LENGTH or _BY_LENGTH[len(sha2)](part.octets).hexdigest() != sha2:
            raise Invalid("attachment: not what its hash says (4.1.2.2)")


def keep(parts: Sequence[Part]) -> dict[str, AttachmentBody]:
    """Keep each body once, by its hash."""
    return {part.sha2: _keep(part) for part in parts}


def attach(records: Sequence[Record], statements: Sequence[Statement], bodies: Mapping[str, AttachmentBody]) -> None:
    """Note which record came with which body."""
    if not bodies:
        return
    RecordAttachment.objects.bulk_create(
        [
            RecordAttachment(record=record, body=bodies[sha2], content_type=attachment["contentType"][:255])
            for record, statement in zip(records, statements, strict=True)
            for attachment in statement.attachments()
            if (sha2 := attachment["sha2"].lower()) in bodies
        ],
        ignore_conflicts=True,
    )


def weights(record_pks: Sequence[int]) -> dict[int, int]:
    """Return how many octets are attached to each of these records that bears any."""
    rows = RecordAttachment.objects.filter(record__in=record_pks).values_list("record")
    return dict(rows.annotate(octets=Sum("body__length")))


def of(record_pks: Sequence[int]) -> list[Part]:
    """Return what is attached to these records, each body once."""
    rows = RecordAttachment.objects.filter(record__in=record_pks).select_related("body").order_by("pk")
    parts = {}
    for row in rows:
        if row.body.sha2 not in parts:
            with row.body.file.open("rb") as file:
                parts[row.body.sha2] = Part(sha2=row.body.sha2, content_type=row.content_type, octets=file.read())
    return list(parts.values())


def _keep(part: Part) -> AttachmentBody:
    standing = AttachmentBody.objects.filter(sha2=part.sha2).first()
    if standing:
        return standing
    body = AttachmentBody(sha2=part.sha2, length=len(part.octets))
    body.file.save(part.sha2, ContentFile(part.octets), save=False)
    AttachmentBody.objects.bulk_create([body], ignore_conflicts=True)  # another may have kept it meanwhile
    return AttachmentBody.objects.get(sha2=part.sha2)
