"""The kinds of plain values in statements (xAPI 2.0, 4.2.7): each test says whether a value is one."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`\x7f]+")
_NOT_IN_AN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f]")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")
_EMAIL = re.compile(r"mailto:[^\s@:;,<>\"()\[\]\\]+@[^\s@:;,<>\"()\[\]\\.]+(\.[^\s@:;,<>\"()\[\]\\.]+)+")
_LANGUAGE = re.compile(
    r"""(?ix)
    ( [a-z]{2,3} (-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8} )  # language, with extended ones
    (-[a-z]{4})?                                             # script
    (-([a-z]{2}|[0-9]{3}))?                                  # region
    (-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*                     # variants
    (-[0-9a-wy-z](-[a-z0-9]{2,8})+)*                         # extensions
    (-x(-[a-z0-9]{1,8})+)?                                   # private use
    | x(-[a-z0-9]{1,8})+
    | i-[a-z]{2,8} | en-gb-oed | sgn-(be-fr|be-nl|ch-de) | art-lojban | cel-gaulish | no-(bok|nyn)
    | zh-(guoyu|hakka|min|min-nan|xiang)                     # and what is older than the rules
    """
)
_DURATION = re.compile(
    r"P(?=[0-9T])(?:\d+(?:[.,]\d+)?W"
    r"|(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)?")
_ZONED = re.compile(r"[Tt ].*[Zz+-]")
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[\t !#-\[\]-~]|\\[\t -~])*"'  # RFC 9110, 5.6.4: no line ends within
_MEDIA_TYPE = re.compile(rf"{_TOKEN}/{_TOKEN}([ \t]*;[ \t]*{_TOKEN}=({_TOKEN}|{_QUOTED}))*")
_OUTERMOST = (timezone(-timedelta(hours=23)), timezone(timedelta(hours=23)))


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def is_uuid(value: Any) -> bool:
    """Say whether `value` is a UUID of RFC 4122, hyphens and all."""
    return _matches(_UUID, value)


def is_iri(value: Any) -> bool:
    """Say whether `value` is an absolute IRI of RFC 3987."""
    return _matches(_IRI, value)


def escaped(address: str) -> str:
    """Return `address` with percent signs for what no IRI holds and browsers take all the same, such as `|`."""
    return _NOT_IN_AN_IRI.sub(lambda found: quote(found[0]), address)


def is_email(value: Any) -> bool:
    """Say whether `value` is a `mailto:` address."""
    return _matches(_EMAIL, value)


def is_sha1(value: Any) -> bool:
    """Say whether `value` is a SHA-1 in hexadecimal."""
    return _matches(_SHA1, value)


def is_sha2(value: Any) -> bool:
    """Say whether `value` is a SHA-2 in hexadecimal, of 224 to 512 bits."""
    return _matches(_SHA2, value)


def is_language(value: Any) -> bool:
    """Say whether `value` is a well-formed language tag of RFC 5646."""
    return _matches(_LANGUAGE, value)


def is_duration(value: Any) -> bool:
    """Say whether `value` is a duration of ISO 8601, such as PT4H35M59.14S or P3W."""
    return _matches(_DURATION, value)


def is_instant(value: Any) -> bool:
    """Say whether `value` is a moment of RFC 3339 with its offset; the unknown offset -00:00 is refused.

    So is a moment within a day of the first or the last there is, which not every zone of the world can tell.
    """
    if not _matches(_INSTANT, value) or not _ZONED.search(value) or re.search(r"-00(:?00)?$", value[10:]):
        return False
    try:
        return is_told_everywhere(datetime.fromisoformat(value))
    except ValueError:
        return False


def is_instant_of_1_0(value: Any) -> bool:
    """Say whether `value` is a moment by 1.0.3, which only recommends the offset (Data 4.5)."""
    return is_instant(zoned(value) if isinstance(value, str) else value)


def zoned(value: str) -> str:
    """Return a moment that says no offset as one of UTC, any other text as it is."""
    return f"{value}Z" if _matches(_INSTANT, value) and not _ZONED.search(value) else value


def is_told_everywhere(moment: datetime) -> bool:
    """Say whether `moment` has an offset and can be told in every zone of the world, from year 1 to 9999."""
    try:
        return moment.tzinfo is not None and all(moment.astimezone(zone) for zone in _OUTERMOST)
    except OverflowError:
        return False


def is_media_type(value: Any) -> bool:
    """Say whether `value` is a media type with its parameters (RFC 9110, 8.3.1)."""
    return _matches(_MEDIA_TYPE, value)


def is_number(value: Any) -> bool:
    """Say whether `value` is a finite number."""
    if isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, float) and math.isfinite(value)


def is_whole(value: Any) -> bool:
    """Say whether `value` is a whole number, 0 or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def hundredths(duration: str) -> str:
    """Return an ISO 8601 duration cut to 0.01 s, finer than which two are the same (4.2.7)."""
    return re.sub(r"([.,]\d\d)\d+(?=S)", r"\1", duration)


def listed(activities: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return context activities with each kind as a list, as they are given out (4.2.2.5)."""
    return {name: found if isinstance(found, list) else [found] for name, found in activities.items()}
