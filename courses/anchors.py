"""The address of a heading inside a page: its words, so that whoever stopped there is led back by them."""

from zlib import crc32

from django.utils.text import slugify


def anchor(heading: str) -> str:
    """Return the anchor of a heading; one without a letter has an address of its own all the same."""
    return slugify(heading, allow_unicode=True) or f"part-{crc32(heading.encode()):08x}"
