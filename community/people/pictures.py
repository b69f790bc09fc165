"""A person's picture: whatever comes in is checked, drawn anew as a square WebP without metadata, or refused."""

from typing import BinaryIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from courses import images

SIDE = 512  # pixels at most


def redrawn(file: BinaryIO, *, size: int) -> ContentFile:
    """Return `file` of `size` bytes as a square WebP of at most 512 pixels a side, or raise ValidationError."""
    image = images.upright(file, size=size, side=SIDE * 2)
    side = min(SIDE, image.width, image.height)
    return images.webp(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS))
