"""Notices of what was said, and of what others make of what somebody did."""

from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.feed import policies as feed
from community.groups import policies as places
from community.markdown import excerpt
from community.models import Activity, Notification, Post, Topic, User
from community.notifications import readers, standing
from community.notifications.presenting import QUOTED, Heard, Told, bold, quoted, uid, uids
from community.notifications.standing import theirs, uid_in, uids_in
from courses.addresses import course_url

from .queries import heading, post_url


def register() -> None:
    """Let these kinds of notices be told."""
    readers.register(
        {"answered": talk, "replied": talk, "accepted": talk, "helpful": talk, "kudos": kudos, "finished": finished}
    )
    standing.register(
        {
            "answered": _talk,
            "replied": _talk,
            "accepted": _talk,
            "helpful": _talk,
            "kudos": _kudos,
            "finished": _finished,
        }
    )


def talk(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of replies, accepted answers and helpful posts, in the places that `user` may read."""
    posts = Post.objects.select_related("topic__author").in_bulk(uids(rows, "post"), field_name="uid")
    kinds = {post.topic.place.partition(":")[0] for post in posts.values()}
    readable = places.readable_places(user, kinds=kinds)
    told = {}
    for row in rows:
        post = posts.get(uid(row, "post"))
        if post and still_stands(row.verb, post) and post.topic.place in readable:
            words = _talk_words(row.verb, own=post.topic.author_id == user.pk, kind=post.topic.kind)
            text = format_html(words, who=row.actors.bold, title=bold(heading(post.topic)))
            told[row.pk] = Told(
                text, post_url(post), "" if post.removed_at else quoted(excerpt(post.html, length=QUOTED))
            )
    return told


def kudos(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who gave kudos for what `user` did."""
    mine = Activity.objects.filter(actor=user).select_related("topic__author")
    return _deeds(rows, mine.in_bulk(uids(rows, "activity")), words=_("{who} gave you kudos for {title}"))


def finished(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell which courses others finished, where `user` may still see it in a feed."""
    about = uids(rows, "activity")
    visible = feed.visible_among(user, about)
    return _deeds(rows, Activity.objects.in_bulk(about & visible), words=_("{who} finished {title}"))


def still_stands(verb: str, post: Post) -> bool:
    """A removed post takes its notice with it, unless that tells of other replies too; so does an answer withdrawn."""
    if post.topic.removed_at or (verb == "accepted" and post.topic.accepted_id != post.pk):
        return False
    return post.removed_at is None or (verb in ("answered", "replied") and post.topic.replies > 0)


def _talk_words(verb: str, *, own: bool, kind: str) -> str:
    if verb == "accepted":
        return _("{who} accepted your answer to {title}")
    if verb == "helpful":
        return _("{who} found your post in {title} helpful")
    if own and kind == Topic.Kind.QUESTION:
        return _("{who} replied to your question {title}")
    if own and kind == Topic.Kind.POST:
        return _("{who} replied to your post")
    if own:
        return _("{who} replied to you in {title}")
    return _("{who} replied in {title}")


def _deeds(rows: list[Heard], done: dict[UUID, Activity], *, words: str) -> dict[int, Told]:
    return {
        row.pk: Told(
            format_html(words, who=row.actors.bold, title=bold(_what(activity))),
            _where(activity),
        )
        for row in rows
        if (activity := done.get(uid(row, "activity")))
    }


def _what(activity: Activity) -> str:
    return heading(activity.topic) if activity.topic else activity.subject["title"]


def _where(activity: Activity) -> str:
    if activity.topic:
        return reverse("discussions:topic", args=[activity.topic.uid])
    if activity.kind == Activity.Kind.CLAIM:
        return reverse("claims:log")
    return course_url(activity.subject["course_key"], activity.subject.get("course_slug", ""))


def _talk(rows: list[Notification]) -> set[int]:
    posts = Post.objects.select_related("topic").in_bulk(uids_in(rows, "post"), field_name="uid")
    found = {row.pk: post for row in rows if (post := posts.get(uid_in(row, "post"))) and still_stands(row.verb, post)}
    people = [row.recipient for row in rows if row.pk in found]
    reading = {place: places.readers_among(place, people) for place in {post.topic.place for post in found.values()}}
    return {row.pk for row in rows if row.pk in found and row.recipient_id in reading[found[row.pk].topic.place]}


def _kudos(rows: list[Notification]) -> set[int]:
    actors = dict(Activity.objects.filter(pk__in=uids_in(rows, "activity")).values_list("pk", "actor"))
    return theirs(rows, "activity", actors)


def _finished(rows: list[Notification]) -> set[int]:
    seen = feed.seen_among([row.recipient for row in rows], uids_in(rows, "activity"))
    return {row.pk for row in rows if (row.recipient_id, uid_in(row, "activity")) in seen}
