"""A person's picture: whatever comes in is checked, drawn anew as a square WebP without metadata, or refused."""

import io
import uuid
import warnings
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of a JPEG, which decodes small at once
MOST_UNPACKED = 16_000_000  # of any other, which has to be unpacked whole
SIDE = 512  # pixels at most
QUALITY = 86


def redrawn(file: BinaryIO, *, size: int) -> ContentFile:
    """Return `file` of `size` bytes as a square WebP of at most 512 pixels a side, or raise ValidationError."""
    if size > MOST_BYTES:
        raise ValidationError(_("This picture is larger than 8 MB. Choose a smaller one."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(file)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MOST_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise ValidationError(_("This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF.")) from None


def _drawn(file: BinaryIO) -> ContentFile:
    with Image.open(file, formats=FORMATS) as image:
        most = MOST_PIXELS if image.format == "JPEG" else MOST_UNPACKED
        if image.width * image.height > most:
            raise _too_many_pixels(most)
        image.draft("RGB", (SIDE * 2, SIDE * 2))
        if image.mode != "P":  # whose colours cannot be mixed
            image.thumbnail((SIDE * 2, SIDE * 2), reducing_gap=2.0)  # before it is copied
        upright = ImageOps.exif_transpose(image)
        opaque = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    side = min(SIDE, opaque.width, opaque.height)
    square = ImageOps.fit(opaque, (side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    square.save(out, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.webp")


def _too_many_pixels(most: int) -> ValidationError:
    text = _("This picture has more than %(n)d million pixels. Choose a smaller one, or send it as a JPEG.")
    return ValidationError(text % {"n": most // 1_000_000})
