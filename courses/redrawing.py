"""Pictures people send are checked and drawn anew without metadata, or refused, before they are kept."""

import io
import uuid
import warnings
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
JPEGS = ("JPEG", "MPO")  # what a JPEG is called with a second picture beside the first, as phones write it
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000  # of a JPEG, which decodes small at once
MOST_UNPACKED = 16_000_000  # of any other, which has to be unpacked whole
QUALITY = 86


def upright(file: BinaryIO, *, size: int, side: int, most_bytes: int = MOST_BYTES) -> Image.Image:
    """Return the picture in `file` of `size` bytes, upright and at most `side` pixels wide and high.

    Raises ValidationError for what is too large or no picture.
    """
    if size > most_bytes:
        text = _("This picture is larger than %(n)d MB. Choose a smaller one.")
        raise ValidationError(text % {"n": most_bytes // (1024 * 1024)})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _opened(file, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(MOST_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise ValidationError(_("This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF.")) from None


def webp(image: Image.Image) -> ContentFile:
    """Return `image` as a WebP without anything a camera wrote into it, under a name of its own."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.webp")


def _opened(file: BinaryIO, side: int) -> Image.Image:
    with Image.open(file, formats=FORMATS) as image:
        most = MOST_PIXELS if image.format in JPEGS else MOST_UNPACKED
        if image.width * image.height > most:
            raise _too_many_pixels(most)
        image.draft("RGB", (side, side))
        if image.mode != "P":  # whose colours cannot be mixed
            image.thumbnail((side, side), reducing_gap=2.0)  # before it is copied
        straight = ImageOps.exif_transpose(image)
        opaque = straight.convert("RGBA" if straight.has_transparency_data else "RGB")
    opaque.thumbnail((side, side))
    return opaque


def _too_many_pixels(most: int) -> ValidationError:
    text = _("This picture has more than %(n)d million pixels. Choose a smaller one, or send it as a JPEG.")
    return ValidationError(text % {"n": most // 1_000_000})
