"""Which version of xAPI a request speaks: 2.0.0, or 1.0.3 for every 1.0 (4.1.7, 1.0.3 Communication 3.3)."""

import re

from .words import Invalid

HEADER = "X-Experience-API-Version"
STANDARD = "IEEE 9274.1.1"  # whose sections a refusal names, whatever version was spoken
THROUGH = "X-Experience-API-Consistent-Through"
LATEST = "2.0.0"
EARLIER = "1.0.3"
UNNAMED = "0.95"  # the last version whose requests bore no header
ALL = [EARLIER, LATEST]

_EARLIER = re.compile(r"1\.0(\.\d{1,3})?")
_LATEST = re.compile(r"2\.0(\.\d{1,3})?")


def negotiated(header: str) -> str:
    """Return the version by whose rules a request is judged; raises `Invalid` for none or another."""
    if _LATEST.fullmatch(header):
        return LATEST
    if _EARLIER.fullmatch(header):
        return EARLIER
    raise Invalid(f"{HEADER}: {' or '.join(ALL)} (4.1.7)")


def answered(header: str) -> str:
    """Return the version an answer names: the one asked for; a request that names none is one of 0.95."""
    if not header:
        return UNNAMED
    return EARLIER if _EARLIER.fullmatch(header) else LATEST
