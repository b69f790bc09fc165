"""Statements that come with attachments: stored with them or not at all, and what a crash left over is swept away."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.models import AttachmentBody, Record, RecordAttachment

from .actions import Entry, record_batch
from .attachments import Part

DRAWERS = 256  # as many as `AttachmentBody` has
LEFT_OVER = timedelta(days=1)


@transaction.atomic
def record_with(entries: Sequence[Entry], parts: Sequence[Part]) -> list[Record]:
    """Store `entries` with the bodies in `parts`, in one transaction; raises what `record_batch` does.

    A body is written once the statements are in, so what is refused leaves nothing behind.
    """
    records = record_batch(entries)
    bodies = {part.sha2: _kept(part) for part in sorted(parts, key=lambda part: part.sha2)}
    if bodies:
        RecordAttachment.objects.bulk_create(
            [
                RecordAttachment(record=record, body=bodies[sha2], content_type=attachment["contentType"])
                for record, entry in zip(records, entries, strict=True)
                for attachment in entry.statement.attachments()
                if (sha2 := attachment["sha2"].lower()) in bodies
            ],
            ignore_conflicts=True,
        )
    return records


def sweep(now: datetime) -> int:
    """Remove bodies that no record came with, a day after they were written; return how many files that freed.

    It looks through one drawer a minute, so each is seen every few hours.
    """
    drawer = f"records/{int(now.timestamp()) // 60 % DRAWERS:02x}"
    old = [name for name in _names(drawer) if _is_older(f"{drawer}/{name}", now - LEFT_OVER)]
    named = AttachmentBody.objects.filter(sha2__in={name.partition("_")[0] for name in old})
    named.exclude(Exists(RecordAttachment.objects.filter(body=OuterRef("pk")))).delete()
    left_over = {f"{drawer}/{name}" for name in old} - set(named.values_list("file", flat=True))
    for path in left_over:
        default_storage.delete(path)
    return len(left_over)


def _kept(part: Part) -> AttachmentBody:
    """Return the one row of a body; in the order of their hashes, so that two writers never wait for each other."""
    standing = AttachmentBody.objects.filter(sha2=part.sha2).first()
    if standing:
        return standing
    body = AttachmentBody(sha2=part.sha2, length=len(part.octets))
    body.file.save(part.sha2, ContentFile(part.octets), save=False)
    AttachmentBody.objects.bulk_create([body], ignore_conflicts=True)  # another may have kept it meanwhile
    return AttachmentBody.objects.get(sha2=part.sha2)


def _names(drawer: str) -> list[str]:
    return default_storage.listdir(drawer)[1] if default_storage.exists(drawer) else []


def _is_older(path: str, than: datetime) -> bool:
    try:
        return default_storage.get_modified_time(path) < than
    except FileNotFoundError:  # another sweeps at the same time
        return False
