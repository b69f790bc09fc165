"""Files by their addresses: a picture's fixed sizes by name, and the types that may be shown in the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.files import FieldFile
from django.urls import reverse

# The sizes pages use, by the name that stands in the address. Others exist only where the admin made them.
SIZES = {
    "small": "width-640|format-webp",
    "wide": "width-1280|format-webp",
    "cover": "fill-960x320|format-webp",
}
WIDTHS = {"small": 640, "wide": 1280}
ORIGINAL = "original"

FILM_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}
# What the browser may show; everything else is a download.
INLINE_TYPES = {
    **FILM_TYPES,
    ".vtt": "text/vtt",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".mp3": "audio/mpeg",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it: its address, its other sizes, its measures in pixels."""

    url: str
    srcset: str
    width: int
    height: int


def url(uid: Any, spec: str) -> str:
    """Return the address of a file or of one of its sizes."""
    return reverse("catalog:file", args=[uid, spec])


def picture(image: Any) -> Picture:
    """Return how a page shows `image`; asks no database and draws nothing."""
    width = min(image.width, WIDTHS["wide"])
    height = max(1, round(image.height * width / image.width))
    srcset = ", ".join(f"{url(image.uid, name)} {min(image.width, size)}w" for name, size in WIDTHS.items())
    return Picture(url(image.uid, "wide"), srcset if image.width > WIDTHS["small"] else "", width, height)


def bytes_of(kept: Any, spec: str, *, editing: Callable[[], bool]) -> FieldFile | None:
    """Return the bytes of a picture or document by the name in its address; None where there are none of that name.

    Pages use the fixed sizes. Other sizes exist where the admin drew them, and an original picture is for who edits.
    """
    if not hasattr(kept, "renditions"):
        return kept.file if spec == ORIGINAL else None
    if spec in SIZES:
        return kept.get_rendition(SIZES[spec]).file
    if not editing():
        return None
    drawn = kept.renditions.filter(filter_spec=spec).first()
    return kept.file if spec == ORIGINAL else drawn and drawn.file
