"""What reading a feed yields: an activity with all that an item shows of it, and the places it may stand at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One activity as it was read, at the place it is shown at."""

    uid: Any
    kind: str
    at: datetime
    subject: dict[str, Any]
    actor_id: int
    actor_uid: Any
    actor_name: str
    actor_picture: str
    topic_uid: Any
    topic_kind: str | None
    topic_title: str | None
    lesson_title: str | None
    replies: int | None
    html: str | None
    kudos: int
    kudos_given: bool
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are read: a group by its name, or a connection's own place without one."""

    place: str
    name: str
    url: str
    muted: bool = False
