"""Pictures people send are checked and drawn anew without metadata, or refused, before they are kept."""

import io
import uuid
import warnings
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
JPEGS = ("JPEG", "MPO")  # what a JPEG is called with a second picture beside the first, as phones write it
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000  # of a JPEG read row by row, which decodes small at once, as cameras write it
MOST_HELD = 40_000_000  # of a JPEG in several scans, held whole before the first row is known: 3 to 8 bytes a pixel
MOST_UNPACKED = 16_000_000  # of any other, which has to be unpacked whole
QUALITY = 86
_SEQUENTIAL, _SCAN = (0xC0, 0xC1), 0xDA  # JPEG's marks (ITU-T T.81, B.1)
_SRGB = ImageCms.createProfile("sRGB")


def upright(file: BinaryIO, *, size: int, side: int) -> Image.Image:
    """Return the picture in `file` of `size` bytes, upright and at most `side` pixels wide and high.

    Raises ValidationError for what is too large or no picture.
    """
    if size > MOST_BYTES:
        text = _("This picture is larger than %(n)d MB. Choose a smaller one.")
        raise ValidationError(text % {"n": MOST_BYTES // (1024 * 1024)})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # what is too much is for us to say
            return _opened(file, side)
    except Image.DecompressionBombError:
        raise _too_many_pixels(_("Choose a smaller one."), most=MOST_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise ValidationError(_("This file is not a picture that can be read. Use a JPEG, PNG, WebP or GIF.")) from None


def webp(image: Image.Image) -> ContentFile:
    """Return `image` as a WebP without anything a camera wrote into it, under a name of its own."""
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return ContentFile(out.getvalue(), name=f"{uuid.uuid4().hex}.webp")


def _opened(file: BinaryIO, side: int) -> Image.Image:
    with Image.open(file, formats=FORMATS) as image:
        _check_pixels(image, file)
        if image.mode != "P":  # whose colours cannot be mixed
            image.thumbnail((side, side), reducing_gap=2.0)  # before it is copied, and a JPEG as it is decoded
        straight = _in_srgb(ImageOps.exif_transpose(image))
        opaque = straight.convert("RGBA" if straight.has_transparency_data else "RGB")
    opaque.thumbnail((side, side))
    return opaque


def _check_pixels(image: Image.Image, file: BinaryIO) -> None:
    """Refuse what would take too much memory, by what the head of `file` says."""
    most, advice = MOST_UNPACKED, _("Choose a smaller one, or send it as a JPEG.")
    if image.format in JPEGS:
        most, advice = MOST_PIXELS, _("Choose a smaller one.")
        if not _comes_row_by_row(file):
            most, advice = MOST_HELD, _("Choose a smaller one, or save it as a JPEG that is not progressive.")
    if image.width * image.height > most:
        raise _too_many_pixels(advice, most=most)


def _comes_row_by_row(file: BinaryIO) -> bool:
    """Say whether the first scan of a JPEG holds all of it, so that it is decoded as it is read.

    Any other, and any head that is not plain, is held whole.
    """
    before, kind, parts = file.tell(), 0, 0
    file.seek(2)
    try:
        while len(head := file.read(4)) == 4 and head[0] == 0xFF:
            mark, body = head[1], file.read(max(0, int.from_bytes(head[2:]) - 2))
            if mark == _SCAN:
                return kind in _SEQUENTIAL and body[:1] == bytes([parts])
            if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
                kind, parts = mark, body[5] if len(body) > 5 else 0
        return False
    finally:
        file.seek(before)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return `image` in the colours of the web, where it says which it has; as it is where it cannot be told."""
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    if image.mode == "P":
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, theirs, _SRGB, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _too_many_pixels(advice: str, *, most: int) -> ValidationError:
    text = _("This picture has more than %(n)d million pixels. %(advice)s")
    return ValidationError(text % {"n": most // 1_000_000, "advice": advice})
