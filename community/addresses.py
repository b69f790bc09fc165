"""Addresses of things that are named by a uid, made from a pattern that is looked up once."""

import uuid
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString

_SOMETHING = uuid.UUID(int=0)


def address(name: str, uid: uuid.UUID) -> SafeString:
    """Return the address of the view `name`, whose only argument is a uid: `reverse()` for lists of many.

    Nothing in it needs escaping, and a template need not look for it.
    """
    before, after = _around(name)
    return SafeString(f"{before}{uid}{after}")


@lru_cache(maxsize=64)
def _around(name: str) -> tuple[str, str]:
    before, _uid, after = reverse(name, args=[_SOMETHING]).partition(str(_SOMETHING))
    return before, after
