"""What is attached to statements: each body belongs to one by its SHA-2, and is kept once (xAPI 2.0, 4.2.2.6)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from courses.models import RecordAttachment

from .statements import Statement
from .words import Invalid

LONGEST_TYPE = 255
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
                raise Invalid("attachments: neither sent nor with a fileUrl (4.2.2.6)")
            if sha2 in given and len(attachment["contentType"]) > LONGEST_TYPE:
                raise Invalid(f"attachments: a contentType longer than {LONGEST_TYPE} characters (4.2.2.6)")
    for sha2, part in given.items():
        if sha2 not in described:
            raise Invalid("attachment: no statement speaks of it (4.1.3)")
        if len(sha2) not in _BY_LENGTH or _BY_LENGTH[len(sha2)](part.octets).hexdigest() != sha2:
            raise Invalid("attachment: not what its hash says (4.1.3)")


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
