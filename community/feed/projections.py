"""The feed as two tables that follow from events, memberships and topics."""

from collections.abc import Iterable, Iterator

from community.derivation import Projection
from community.models import Activity, FeedEntry, Membership, Topic

from .activities import Placed, Seat, Told, of_topic

ACTIVITIES = Projection(Activity, key=("uid",), values=("kind", "actor_id", "at", "record_id", "topic_id", "subject"))
ENTRIES = Projection(FeedEntry, key=("place", "key"), values=("at", "activity_id", "about_id", "membership_id"))


def seats(memberships: Iterable[Membership]) -> list[Seat]:
    """Return open memberships, whose groups are loaded, as the feed needs them."""
    return [
        Seat(id=membership.pk, place=membership.group.place, joined=membership.joined)
        for membership in memberships
        if membership.left is None
    ]


def of_topics(topics: Iterable[Topic]) -> Iterator[tuple[Told, Placed]]:
    """Yield what a feed tells of topics that stand in groups, each at its own place."""
    for topic in topics:
        if topic.removed_at is None and topic.place.startswith("group:"):
            told = of_topic(uid=topic.uid, topic_id=topic.pk, author_id=topic.author_id, at=topic.at)
            yield (
                told,
                Placed(place=topic.place, key=told.uid, at=told.at, activity_id=told.uid, about_id=topic.author_id),
            )
