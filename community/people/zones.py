"""The time zones a person may choose, by continent."""

import zoneinfo

from django.conf import settings

_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

ZONES: list[tuple[str, str]] = [("UTC", "UTC")] + [
    (name, name.replace("_", " ").replace("/", " / "))
    for name in sorted(zoneinfo.available_timezones())
    if name.partition("/")[0] in _CONTINENTS
]
KNOWN = {name for name, _label in ZONES}


def of_this_place() -> str:
    """Return the zone this place stands in: that of whoever said none of their own."""
    return settings.TIME_ZONE


def known(name: str) -> str:
    """Return `name` where it is a zone one may choose, else that of this place."""
    return name if name in KNOWN else of_this_place()
