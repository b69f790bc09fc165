"""A notice in words. No queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.readable import shortened
from courses.uids import NOTHING, read

QUOTED = 60  # characters of what somebody wrote


@dataclass(frozen=True, slots=True)
class Told:
    """What a kind says of its subject: the sentence, where it leads, a line under it, the one act it asks for.

    Where that act is done about several, one by one, `door_url` leads to where they stand.
    """

    text: SafeString
    url: str
    note: str = ""
    act_url: str = ""
    act_label: str = ""
    act_name: str = ""
    act_value: str = ""
    door_url: str = ""
    door_label: str = ""


@dataclass(frozen=True, slots=True)
class Actors:
    """Who did it, the latest first; `count` of them in all."""

    names: Sequence[str]
    count: int

    @property
    def bold(self) -> SafeString:
        """Return them in words: "Priya Raman and 2 others"."""
        first = self.names[0] if self.names else _("Someone")
        others = self.count - 1
        if others < 1:
            return format_html("<b>{}</b>", first)
        words = ngettext("{name} and {n} other", "{name} and {n} others", others)
        return format_html(words, name=format_html("<b>{}</b>", first), n=others)


@dataclass(frozen=True, slots=True)
class Heard:
    """A row as its kind's reader takes it."""

    pk: int
    verb: str
    data: dict
    actors: Actors
    at: datetime


def quoted(text: str) -> str:
    """Return the beginning of what somebody wrote, in plain words, in quotation marks."""
    return _("“%(words)s”") % {"words": shortened(text, length=QUOTED)}


def uids(rows: list[Heard], name: str) -> set[UUID]:
    """Return the uids called `name` in the data of `rows`."""
    return {uid(row, name) for row in rows}


def uid(row: Heard, name: str) -> UUID:
    """Return a uid of the row's data, or one that nothing has."""
    return read(str(row.data.get(name, ""))) or NOTHING


def bold(words: str) -> SafeString:
    """Return `words` as what a sentence is about."""
    return format_html("<b>{}</b>", words)
