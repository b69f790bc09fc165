"""Addresses of files: a picture's fixed sizes by name, and the types that may be shown in the page."""

from dataclasses import dataclass
from typing import Any

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
