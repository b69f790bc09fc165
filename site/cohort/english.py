"""English, which the source is written in: one dictionary instead of some twenty-five catalogues.

Django looks for a message in the catalogue of every app and of every English beside the reader's own, and finds none
of ours. A page of a hundred messages spends a tenth of its time on that.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import trans_real


class Messages(dict[Any, str]):
    """Messages as Django's own collection of catalogues offers them; all kinds of English have the same two forms."""

    def plural(self, message: str, number: int) -> str:
        """Return the form of `message` for `number`; raise KeyError where the source's own is to be taken."""
        return self[message, int(number != 1)]


def fold(language: str, *, instead: Mapping[Any, str]) -> None:
    """Put the catalogues of `language`, a kind of English, together into one that says the same.

    But for `instead`: what is said here of a message, or of one in the first or second form of its number.
    """
    translation: Any = trans_real.translation(language)
    messages = Messages()
    for catalogue in reversed(_catalogues(translation)):
        messages |= catalogue
    messages |= instead
    translation._catalog, translation._fallback = messages, None


def _catalogues(translation: Any) -> list[dict[Any, str]]:
    """Return the catalogues in the order in which they are asked."""
    found: list[dict[Any, str]] = []
    while translation:
        catalogue = translation._catalog
        found += getattr(catalogue, "_catalogs", [catalogue])
        translation = translation._fallback
    return found
