"""A person's face where there is no picture: initials on a hue of their own. Imports no Django."""

import unicodedata
from functools import lru_cache
from hashlib import sha256

HUES = 8


@lru_cache(maxsize=8192)
def initials(name: str) -> str:
    """Return one or two letters for a name of any script; "" for a name without letters."""
    words = [word for word in name.split() if word[0].isalpha()]
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    if cased:
        first, last = cased[0][0], cased[-1][0] if len(cased) > 1 else ""
        return (first + last).upper()
    if not words:
        return ""
    word = words[0]
    return word[-2:] if unicodedata.east_asian_width(word[0]) in "WF" else word[0]


@lru_cache(maxsize=8192)
def hue_of(uid: str) -> int:
    """Return which of the hues belongs to a person, the same in every place and theme."""
    return sha256(uid.encode()).digest()[0] % HUES
