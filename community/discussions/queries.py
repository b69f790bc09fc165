"""Reading what was said, as cards ready for the components."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import cursors
from community.cursors import Cursor
from community.groups import policies as places
from community.models import Post, Reaction, Topic, User
from courses.catalog import queries as catalog
from courses.prepared import Prepared

from .lessons import Lesson
from .policies import Rights, leads
from .presenting.cards import PostCard, TopicLine, card, topic_line, topic_url

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from .presenting.cards import CountedPost

    class Taught(TypedDict):
        """What the talk below a lesson adds to a topic: whether the viewer teaches its course."""

        taught: bool

    TaughtTopic = WithAnnotations[Topic, Taught]

PAGE = 20
LESSON_TOPICS = 10
LESSON_REPLIES = 2


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A page of topics, and the cursors of its newest row and of the page after it ("" where there is none)."""

    lines: list[TopicLine]
    newest: str
    after: str


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """A page of replies in the order of time; `last` is the cursor of its last row, `after` "" on the last page."""

    posts: list[PostCard]
    last: str
    after: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic below a lesson: its opening, and the replies that are shown with it."""

    opening: PostCard
    replies: list[PostCard]
    more_url: str
    more: str


def topic_for(user: User, uid: uuid.UUID) -> Topic | None:
    """Return the topic if `user` may read its place."""
    topic = Topic.objects.select_related("author", "accepted_by").filter(uid=uid).first()
    return topic if topic and places.may_read(user, topic.place) else None


def post_for(user: User, uid: uuid.UUID) -> Post | None:
    """Return the post, with its topic and author, if `user` may read its place."""
    post = Post.objects.select_related("topic", "author").filter(uid=uid).first()
    return post if post and places.may_read(user, post.topic.place) else None


def topics(place: str, *, before: str = "") -> TopicPage:
    """Return a page of the discussions and questions of `place`, the last spoken in first. One query."""
    rows = standing_topics().filter(place=place).exclude(kind=Topic.Kind.POST).select_related("author")
    if cursor := cursors.read(before):
        at, uid = cursor
        rows = rows.filter(Q(last_at__lt=at) | Q(last_at=at, uid__lt=uid))
    found = list(rows.order_by("-last_at", "-uid")[: PAGE + 1])
    shown = found[:PAGE]
    return TopicPage(
        lines=[topic_line(topic) for topic in shown],
        newest=cursors.write(max(Cursor(topic.at, topic.uid) for topic in shown)) if shown else "",
        after=cursors.write(Cursor(shown[-1].last_at, shown[-1].uid)) if len(found) > PAGE else "",
    )


def newer_topics(place: str, *, than: str) -> int:
    """Return how many discussions and questions began in `place` after the cursor `than`."""
    rows = standing_topics().filter(place=place).exclude(kind=Topic.Kind.POST)
    if cursor := cursors.read(than):
        at, uid = cursor
        rows = rows.filter(Q(at__gt=at) | Q(at=at, uid__gt=uid))
    return rows.count()


def replies(topic: Topic, rights: Rights, *, after: str = "", start: uuid.UUID | None = None) -> RepliesPage:
    """Return a page of the replies to `topic`, after a cursor or from a post on. One query, two for a post."""
    rows = _posts(rights.user).filter(topic=topic).exclude(opens=topic)
    if cursor := cursors.read(after):
        at, uid = cursor
        rows = rows.filter(Q(at__gt=at) | Q(at=at, uid__gt=uid))
    elif start and (first := Post.objects.filter(topic=topic, uid=start).values_list("at", flat=True).first()):
        rows = rows.filter(Q(at__gt=first) | Q(at=first, uid__gte=start))
    found = list(rows.order_by("at", "uid")[: PAGE + 1])
    shown = found[:PAGE]
    last = cursors.write(Cursor(shown[-1].at, shown[-1].uid)) if shown else after
    return RepliesPage([card(post, topic, rights) for post in shown], last, last if len(found) > PAGE else "")


def newer_replies(topic: Topic, *, than: str) -> int:
    """Return how many replies to `topic` stand after the cursor `than`."""
    rows = Post.objects.standing().filter(topic=topic).exclude(opens=topic)
    if cursor := cursors.read(than):
        at, uid = cursor
        rows = rows.filter(Q(at__gt=at) | Q(at=at, uid__gt=uid))
    return rows.count()


def rights_in(user: User, topic: Topic) -> Rights:
    """Return what `user` may do in the place of `topic`, which they may read. One query."""
    return Rights(user=user, writes=topic.removed_at is None, leads=leads(user, topic.place))


def opening(topic: Topic, rights: Rights) -> PostCard:
    """Return the opening of `topic`. One query."""
    return card(_posts(rights.user).get(opens=topic), topic, rights)


def lesson_threads(user: User, *, lesson: Lesson, readable: Collection[str], led: Collection[str] = ()) -> list[Thread]:
    """Return what is said below a lesson in the places `readable`, of which `led` are groups they manage.

    The newest first. Two queries.
    """
    places = _filled(list(readable), "place", "")
    shown: list[TaughtTopic] = _below(len(places))(lesson=lesson.key, viewer=user.pk, **places)
    if not shown:
        return []
    topics = _filled([topic.pk for topic in shown], "topic", 0, size=LESSON_TOPICS)
    posts: dict[int, list[CountedPost]] = {}
    for post in _lesson_posts(viewer=user.pk, **topics):
        posts.setdefault(post.topic_id, []).append(post)

    def rights(topic: "TaughtTopic") -> Rights:
        taught = topic.place == lesson.place and (user.is_superuser or topic.taught)
        return Rights(user=user, writes=True, leads=topic.place in led or taught)

    return [_thread(topic, posts.get(topic.pk, []), rights(topic)) for topic in shown]


def post_url(post: Post) -> str:
    """Return where a post stands: on its topic's page, from it on where the topic is long."""
    topic = post.topic
    long = topic.replies > PAGE and post.pk != topic.opening_id
    return f"{topic_url(topic)}{f'?post={post.uid}' if long else ''}#post-{post.uid}"


def heading(topic: Topic) -> str:
    """Return the title of a topic's page; a post to a feed has none, and that of a removed topic went with it."""
    if topic.removed_at:
        return _("A removed conversation")
    return topic.title or _("A post by %(name)s") % {"name": topic.author.display_name}


def standing_topics() -> QuerySet[Topic]:
    """Return the topics that were not removed."""
    return Topic.objects.standing()


def _posts(user: User | int) -> "QuerySet[CountedPost]":
    reactions = Reaction.objects.filter(target=OuterRef("uid"), kind=Reaction.Kind.HELPFUL)
    count = reactions.order_by().values("target").annotate(n=Count("pk")).values("n")
    return Post.objects.select_related("author").annotate(
        helpful=Coalesce(Subquery(count), 0), helpful_given=Exists(reactions.filter(user=user))
    )


@lru_cache(maxsize=32)
def _below(size: int) -> Prepared:
    """Return the query of the topics below a lesson in so many places."""

    def build(lesson: uuid.UUID, viewer: int, **places: str) -> QuerySet[Topic]:
        rows = standing_topics().filter(lesson_key=lesson, place__in=list(places.values()))
        taught = Exists(catalog.taught(viewer).filter(course_key=OuterRef("course_key")))
        return (
            rows.select_related("author", "accepted_by")
            .annotate(taught=taught)
            .order_by("-last_at", "-uid")[:LESSON_TOPICS]
        )

    return Prepared(build, lesson=uuid.UUID, viewer=int, **{f"place{n}": str for n in range(size)})


def _rows_of_lesson(viewer: int, **topics: int) -> "QuerySet[CountedPost]":
    """Return each topic's opening, its accepted answer and its latest replies, in the order of time."""
    keys = list(topics.values())
    latest = Window(RowNumber(), partition_by=F("topic"), order_by=[F("at").desc(), F("uid").desc()])
    standing = Q(removed_at=None) & ~Q(pk=F("topic__opening"))
    ranked = Post.objects.filter(standing, topic__in=keys).annotate(rank=latest).filter(rank__lte=LESSON_REPLIES)
    always = Q(pk=F("topic__opening")) | Q(pk=F("topic__accepted"))
    return _posts(viewer).filter(always | Q(pk__in=ranked.values("pk")), topic__in=keys).order_by("at", "uid")


_lesson_posts = Prepared(_rows_of_lesson, viewer=int, **{f"topic{n}": int for n in range(LESSON_TOPICS)})


def _filled(values: list[Any], name: str, nothing: Any, *, size: int = 0) -> dict[str, Any]:
    """Return `values` under numbered names, filled up to `size` or a multiple of 4, so that few queries do."""
    missing = (size or -(-len(values) // 4) * 4) - len(values)
    return {f"{name}{n}": value for n, value in enumerate([*values, *[nothing] * missing])}


def _thread(topic: Topic, posts: "list[CountedPost]", rights: Rights) -> Thread:
    url = topic_url(topic)
    opens = next(post for post in posts if post.pk == topic.opening_id)
    others = [post for post in posts if post.pk != topic.opening_id]
    hidden = topic.replies - len(others)
    return Thread(
        opening=replace(card(opens, topic, rights), reply_url=f"{url}#reply"),
        replies=[card(post, topic, rights, nested=True) for post in others],
        more_url=url if hidden > 0 else "",
        more=ngettext("%(n)d more reply", "%(n)d more replies", hidden) % {"n": hidden} if hidden > 0 else "",
    )
