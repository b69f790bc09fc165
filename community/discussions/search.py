"""How conversations are found: by their title and by everything said in them."""

import uuid
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from community.groups import policies as places
from community.models import Post, User
from courses import capabilities
from search import sources

from .presenting.cards import topic_url
from .queries import heading, standing_topics

if TYPE_CHECKING:
    from search.queries import Hit

KIND = "topic"


def register() -> None:
    """Let conversations be found by those who may read their place."""
    sources.register(
        sources.Source(
            kind=KIND,
            label=_("Discussions"),
            rows=rows,
            enabled=lambda: capabilities.is_on("community"),
            icon="talk",
            order=30,
        )
    )
    sources.register_check(KIND, still_readable)


def rows(uids: Collection[uuid.UUID] | None) -> Iterator[sources.EntryDraft]:
    """Yield what should be found of these topics, or of all: nothing of what was removed."""
    said = Post.objects.standing().only("topic_id", "text").order_by("at", "uid")
    topics = standing_topics().select_related("author").prefetch_related(Prefetch("posts", said))
    if uids is not None:
        topics = topics.filter(uid__in=uids)
    for topic in topics.order_by("pk").iterator(chunk_size=500):
        yield sources.EntryDraft(
            uid=topic.uid,
            title=heading(topic),
            text="\n".join(post.text for post in topic.posts.all()),
            places=[topic.place],
            subject=topic.author_id,
            url=topic_url(topic),
            facets={"note": topic.author.display_name, "type": topic.kind},
        )


def still_readable(user: User, hits: "list[Hit]") -> set[uuid.UUID]:
    """Return the hits that stand, in places `user` may read now."""
    readable = places.readable_places(user, kinds={hit.place.partition(":")[0] for hit in hits})
    standing = standing_topics().filter(uid__in=[hit.uid for hit in hits], place__in=readable)
    return set(standing.values_list("uid", flat=True))
