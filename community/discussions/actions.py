"""Saying something, changing it, taking it back, and answering what others said."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Subquery, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from community import markdown
from community.feed import actions as feed
from community.feed.activities import topic_key
from community.live import actions as live
from community.models import Post, Topic, User
from community.notifications.withdrawing import give_back, settle, stand_again, take_back
from courses.sendings import actions as sendings
from search.indexing import touch

from .telling import look_again, tell

TWICE = timedelta(seconds=20)  # within which the same words in the same place are one press of a button too many


class Removed(Exception):
    """It was taken out of sight meanwhile, so nothing more is done with it."""


def post_to_feed(
    place: str,
    *,
    author: User,
    text: str,
    once: bool = False,
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Topic:
    """Say `text` in the feed of `place`; `once` and `client_uid` as in `open_topic`."""
    return open_topic(
        place, author=author, kind=Topic.Kind.POST, title="", text=text, once=once, client_uid=client_uid, at=at
    )


@transaction.atomic
def open_topic(
    place: str,
    *,
    author: User,
    kind: str,
    title: str,
    text: str,
    lesson_key: uuid.UUID | None = None,
    lesson_title: str = "",
    course_key: uuid.UUID | None = None,
    once: bool = False,
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Topic:
    """Begin a conversation in `place`, perhaps below a lesson, with `text` as its opening.

    With `once` the same words of a moment ago are found again: a button was pressed twice. With `client_uid` so are
    those of the same form, whenever it was sent: its answer was lost.
    """
    now = at or timezone.now()

    def begin() -> Topic:
        if once and (
            said := _said_just_now(author, text, at=now, opens__place=place, opens__title=title, opens__kind=kind)
        ):
            return said.topic
        topic = Topic.objects.create(
            kind=kind,
            place=place,
            lesson_key=lesson_key,
            lesson_title=lesson_title[:255],
            course_key=course_key,
            author=author,
            title=title,
            at=now,
            last_at=now,
        )
        topic.opening = _say(topic, author=author, text=text, at=now)
        topic.save(update_fields=["opening"])
        feed.topic_opened(topic)
        touch("topic", topic.uid)
        live.refresh(place)
        look_again(topic)
        return topic

    words = ("topic", place, str(lesson_key), kind, title, text)
    return sendings.once(author, client_uid=client_uid, said=words, of=Topic, make=begin)


@transaction.atomic
def reply(
    topic: Topic,
    *,
    author: User,
    text: str,
    once: bool = False,
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Post:
    """Add to `topic`, and tell those who take part in it, but not the author; else as `open_topic`.

    Raises `Removed` where the topic is closed.
    """
    now = at or timezone.now()

    def say() -> Post:
        if once and (said := _said_just_now(author, text, at=now, topic=topic, opens=None)):
            return said
        if _held(topic).removed_at:
            raise Removed
        post = _say(topic, author=author, text=text, at=now)
        Topic.objects.filter(pk=topic.pk).update(replies=F("replies") + 1, last_at=now)
        topic.refresh_from_db(fields=["replies", "last_at"])
        asker = topic.author_id if topic.kind == Topic.Kind.QUESTION else None
        people = _taking_part(topic)
        tell([each for each in people if each.pk == asker], verb="answered", post=post, by=author, at=at)
        tell([each for each in people if each.pk != asker], verb="replied", post=post, by=author, at=at)
        touch("topic", topic.uid)
        look_again(topic)
        return post

    words = ("reply", str(topic.uid), text)
    return sendings.once(author, client_uid=client_uid, said=words, of=Post, make=say)


@transaction.atomic
def edit(post: Post, *, by: User, text: str, at: datetime | None = None) -> Post:
    """Put `text` in the place of what `post` said; `by` is its author. Raises `Removed`."""
    post.text, post.html = text, markdown.render(text)
    post.edited_at = at or timezone.now()
    standing = Post.objects.standing().filter(pk=post.pk)
    if not standing.update(text=post.text, html=post.html, edited_at=post.edited_at):
        raise Removed
    touch("topic", post.topic.uid)
    look_again(post.topic)
    return post


@transaction.atomic
def remove(post: Post, *, by: User, at: datetime | None = None) -> Post:
    """Take `post` out of sight; replies to it stay, and its topic stands where the last standing word was said.

    Removing an opening closes its topic.
    """
    now = at or timezone.now()
    topic = post.topic
    _held(topic)
    if not Post.objects.standing().filter(pk=post.pk).update(removed_at=now, removed_by=by):
        return post
    post.refresh_from_db(fields=["removed_at", "removed_by"])
    if post.pk == topic.opening_id:
        topic.removed_at = now
        topic.save(update_fields=["removed_at"])
        feed.topic_removed(topic)
        settle(thread=f"activity:{topic_key(topic.uid)}")
        live.refresh(topic.place)
    else:
        standing = Post.objects.standing().filter(topic=topic)
        last_at = Subquery(standing.order_by("-at").values("at")[:1])
        Topic.objects.filter(pk=topic.pk).update(replies=F("replies") - 1, last_at=last_at)
        _keep_acceptance(post)
        Topic.objects.filter(pk=topic.pk, accepted=post).update(accepted=None, accepted_by=None, accepted_at=None)
        if not standing.filter(author=post.author, opens=None).exists():
            take_back(post.author, thread=f"topic:{topic.uid}")
    settle(thread=f"topic:{topic.uid}")
    touch("topic", topic.uid)
    look_again(topic)
    return post


@transaction.atomic
def put_back(post: Post, *, by: User) -> Post:
    """Let `post`, which `by` removed, stand again as it stood: accepted, where no other answer is by now.

    Whoever read of it is not told again; whoever had not yet finds their notice unread as it was.
    """
    topic = post.topic = _held(post.topic)
    if not Post.objects.filter(pk=post.pk, removed_by=by).update(removed_at=None, removed_by=None):
        return post
    post.refresh_from_db(fields=["removed_at", "removed_by", "was_accepted_by", "was_accepted_at"])
    if post.pk == topic.opening_id:
        topic.removed_at = None
        topic.save(update_fields=["removed_at"])
        feed.topic_opened(topic)
        stand_again(thread=f"activity:{topic_key(topic.uid)}")
        live.refresh(topic.place)
    else:
        Topic.objects.filter(pk=topic.pk).update(replies=F("replies") + 1, last_at=Greatest("last_at", Value(post.at)))
        _accept_again(post)
        give_back(post.author, thread=f"topic:{topic.uid}")
    stand_again(thread=f"topic:{topic.uid}")
    touch("topic", topic.uid)
    look_again(topic)
    return post


@transaction.atomic
def accept(post: Post, *, by: User, at: datetime | None = None) -> Topic:
    """Let `post` be the accepted answer of its question, in the place of any other; its author is told.

    Raises `Removed` where the post or its topic is gone.
    """
    topic = post.topic = _held(post.topic)
    if topic.removed_at or not Post.objects.standing().filter(pk=post.pk).exists():
        raise Removed
    if topic.accepted_id == post.pk:
        return topic
    topic.accepted, topic.accepted_by, topic.accepted_at = post, by, at or timezone.now()
    topic.save(update_fields=["accepted", "accepted_by", "accepted_at"])
    tell([post.author], verb="accepted", post=post, by=by, below=":accepted", at=at)
    touch("topic", topic.uid)
    look_again(topic)
    return topic


@transaction.atomic
def withdraw_acceptance(post: Post, *, by: User) -> Topic:
    """Let `post` be the accepted answer no longer; where another is by now, nothing changes."""
    topic = post.topic
    if Topic.objects.filter(pk=topic.pk, accepted=post).update(accepted=None, accepted_by=None, accepted_at=None):
        topic.refresh_from_db(fields=["accepted", "accepted_by", "accepted_at"])
        settle(thread=f"topic:{topic.uid}:accepted")
        touch("topic", topic.uid)
        look_again(topic)
    return topic


def _held(topic: Topic) -> Topic:
    """Return the topic as it is now; nothing is added to it, accepted in it or taken out of it meanwhile."""
    return Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)


def _say(topic: Topic, *, author: User, text: str, at: datetime) -> Post:
    return Post.objects.create(topic=topic, author=author, text=text, html=markdown.render(text), at=at)


def _keep_acceptance(post: Post) -> None:
    topic = Topic.objects.filter(accepted=post).first()
    Post.objects.filter(pk=post.pk).update(
        was_accepted_by=topic and topic.accepted_by, was_accepted_at=topic and topic.accepted_at
    )


def _accept_again(post: Post) -> None:
    if post.was_accepted_at:
        Topic.objects.filter(pk=post.topic_id, accepted=None).update(
            accepted=post, accepted_by=post.was_accepted_by, accepted_at=post.was_accepted_at
        )


def _said_just_now(author: User, text: str, *, at: datetime, **where: Any) -> Post | None:
    """Return the post by which `author` said the same there a moment ago.

    What one person says waits for what they are saying, so that of two at once the second finds the first.
    """
    User.objects.select_for_update(no_key=True).filter(pk=author.pk).exists()
    lately = Post.objects.standing().filter(author=author, text=text, at__gt=at - TWICE, at__lte=at, **where)
    return lately.select_related("topic").first()


def _taking_part(topic: Topic) -> list[User]:
    speakers = Post.objects.standing().filter(topic=topic).values("author")
    return list(User.objects.filter(pk__in=speakers))
