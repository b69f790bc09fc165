"""What shows a claim, on its way in: photos are drawn anew, and everything is known by its SHA-256."""

import hashlib
import mimetypes
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from courses import images, readable
from courses.models import Claim, Evidence

MOST = 6  # of a claim
MOST_BYTES = 20 * 1024 * 1024
SIDE = 1600  # pixels of a photo at most
LINK_TYPE = "text/uri-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence that is not kept yet."""

    kind: str
    name: str
    content_type: str
    sha256: str
    length: int
    file: File | None = None
    kept_as: str = ""
    url: str = ""


def photo(file: File) -> Piece:
    """Return a photo drawn anew without what a camera wrote into it, or raise ValidationError."""
    drawn = images.webp(images.upright(cast(BinaryIO, file), size=file.size, side=SIDE))
    return _of_file(
        drawn, kind=Evidence.Kind.PHOTO, name=f"{_named(PurePath(file.name or '').stem)}.webp", kept_as=".webp"
    )


def document(file: File) -> Piece:
    """Return a file as it came, or raise ValidationError where it is too large or empty."""
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 20 MB. Choose a smaller one, or give a link to it."))
    # It is kept under a name that says nothing of its type, so that nothing ever runs it.
    return _of_file(file, kind=Evidence.Kind.FILE, name=PurePath(file.name or "").name, kept_as=".bin")


def link(url: str) -> Piece:
    """Return an address as evidence."""
    data = url.encode()
    return Piece(
        kind=Evidence.Kind.LINK,
        name=url[:255],
        content_type=LINK_TYPE,
        sha256=hashlib.sha256(data).hexdigest(),
        length=len(data),
        url=url,
    )


def keep(claim: Claim, pieces: Iterable[Piece], *, at: datetime) -> list[Evidence]:
    """Keep `pieces` with `claim`, each content once; called inside the action's transaction.

    Where one finds no room, the files of those before it are not kept either.
    """
    standing = set(claim.evidence.standing().values_list("sha256", flat=True))
    kept: list[Evidence] = []
    try:
        for piece in pieces:
            if piece.sha256 not in standing:
                standing.add(piece.sha256)
                kept.append(_kept(claim, piece, at=at))
    except OSError:
        for row in kept:
            row.file.delete(save=False)
        raise
    return kept


def _kept(claim: Claim, piece: Piece, *, at: datetime) -> Evidence:
    row = Evidence(
        claim=claim,
        kind=piece.kind,
        name=piece.name,
        url=piece.url,
        content_type=piece.content_type,
        length=piece.length,
        sha256=piece.sha256,
        added_at=at,
    )
    if piece.file is not None:
        row.file.save(f"{uuid.uuid4().hex}{piece.kept_as}", piece.file, save=False)
    row.save()
    return row


def _of_file(file: File, *, kind: str, name: str, kept_as: str) -> Piece:
    digest, length = hashlib.sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        length += len(chunk)
    if not length:
        raise ValidationError(_("This file is empty. Choose another one."))
    file.seek(0)
    known = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Piece(
        kind=kind,
        name=_named(name)[-255:],
        content_type="image/webp" if kept_as == ".webp" else known[:100],
        sha256=digest.hexdigest(),
        length=length,
        file=file,
        kept_as=kept_as,
    )


def _named(name: str) -> str:
    return readable.line(name) or str(_("File"))
