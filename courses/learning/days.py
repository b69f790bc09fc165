"""Days on which something was finished. Pure."""

from collections.abc import Container
from datetime import date, timedelta


def streak(days: Container[date], today: date) -> int:
    """Return how many days in a row something was finished, up to `today`, or to yesterday while today is open."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length
