"""Who hears of what is said, and which pages look again."""

from datetime import datetime

from community.live import actions as live
from community.models import Post, Topic, User
from community.notifications.actions import notify


def look_again(topic: Topic) -> None:
    """Let the pages that show `topic`, or the list it stands in, look again."""
    live.refresh(f"topic:{topic.uid}", f"talk:{topic.place}")


def tell(
    people: list[User],
    *,
    verb: str,
    post: Post,
    by: User,
    below: str = "",
    once: bool = False,
    at: datetime | None = None,
) -> None:
    """Tell `people` what became of `post`, in its topic's thread or in one `below` it."""
    topic = post.topic
    notify(
        people,
        verb=verb,
        actor=by,
        thread=f"topic:{topic.uid}{below}",
        place=topic.place,
        data={"topic": str(topic.uid), "post": str(post.uid)},
        once=once,
        at=at,
    )
