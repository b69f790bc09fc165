"""The time zones a person may choose, by continent."""

import zoneinfo

_CONTINENTS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")

ZONES: list[tuple[str, str]] = [("UTC", "UTC")] + [
    (name, name.replace("_", " ").replace("/", " / "))
    for name in sorted(zoneinfo.available_timezones())
    if name.partition("/")[0] in _CONTINENTS
]
