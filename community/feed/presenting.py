"""A page of a feed as templates show it: days, and in each what happened, alone or folded."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from community.achievements.presenting.tiles import Tile
from community.faces import Face


class Item(NamedTuple):
    """One thing that happened, as `components/feed_item.html` shows it."""

    key: str
    kind: str
    at: datetime
    person: Face
    sentence: str
    object: str = ""
    object_url: str = ""
    object_key: str = ""
    course_key: str = ""
    course: str = ""
    course_address: str = ""
    place: str = ""
    place_url: str = ""
    milestone: Tile | None = None
    quote: str = ""
    body: SafeString | None = None
    replies_url: str = ""
    replies: str = ""
    kudos_url: str = ""
    kudos: int = 0
    kudos_given: bool = False
    why: SafeString | str = ""
    mute_url: str = ""
    mute_label: str = ""
    note: str = ""  # said beside the name where several fold
    own: bool = False
    folded: bool = False

    @property
    def who(self) -> str:
        return str(self.person.uid)


@dataclass(frozen=True, slots=True)
class Member:
    """One of several in a folded line."""

    person: Face
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Several similar things, as `components/feed_folded.html` shows them."""

    key: str
    people: str
    sentence: str
    object: str
    object_url: str
    faces: list[Face]
    members: list[Member]
    why: SafeString | str = ""
    mute_url: str = ""
    mute_label: str = ""
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a feed, in the reader's zone."""

    name: str
    date: str
    entries: list[Item | Folded]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """A page of a feed: its days; where the next page begins and how to call it; where the newest stands.

    `newer_url` says how much is newer, "" on a later page; `live` names the topics that may bring something new.
    """

    days: list[Day]
    next: str = ""
    more_label: str = ""
    newest: str = ""
    newer_url: str = ""
    live: str = ""
