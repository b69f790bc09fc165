"""Look up what notices are about, through the policy of each subject, whenever they are shown or mailed.

A reader takes rows of its kinds and returns what may be said of each; a row it leaves out "is no longer
available". Each asks a fixed number of queries, however many rows there are.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.achievements.presenting.tiles import badge_name
from community.discussions.markdown import excerpt
from community.discussions.queries import heading, post_url
from community.feed import policies as feed
from community.groups import policies as places
from community.groups import queries as groups
from community.models import Activity, Assignment, Award, Connection, Group, JoinRequest, Membership, Post, Topic, User
from courses.access import days
from courses.addresses import course_url
from courses.catalog import queries as catalog

from . import outside
from .presenting import QUOTED, Heard, Told, bold, quoted, uid, uids

Reader = Callable[[User, list[Heard]], dict[int, Told]]


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


def connections(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who asks to connect and who accepted, while that stands."""
    between = Connection.objects.filter(Q(asker=user) | Q(asked=user), ended_at=None)
    standing = between.select_related("asker", "asked").in_bulk(uids(rows, "connection"), field_name="uid")
    told = {}
    for row in rows:
        if connection := standing.get(uid(row, "connection")):
            other = connection.asked if connection.asker_id == user.pk else connection.asker
            if not other.is_active:
                continue
            words = (
                _("{who} would like to connect") if row.verb == "asked_to_connect" else _("{who} connected with you")
            )
            url = reverse("profiles:person", args=[other.uid])
            waits = connection.accepted_at is None and connection.asked_id == user.pk
            told[row.pk] = Told(
                format_html(words, who=bold(other.display_name)),
                url,
                act_url=reverse("connections:acceptance", args=[connection.uid]) if waits else "",
                act_label=_("Accept") if waits else "",
            )
    return told


def requests(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who asks to join the groups that `user` manages, while anyone waits there."""
    mine = _memberships(user, rows)
    waiting = JoinRequest.objects.filter(group__uid__in=mine, decided_at=None, user__is_active=True)
    asked: dict[UUID, dict[int, UUID]] = {}
    for group, who, request in waiting.values_list("group__uid", "user", "uid"):
        asked.setdefault(group, {})[who] = request
    return {
        row.pk: Told(
            format_html(_("{who} would like to join {group}"), who=row.actors.bold, group=bold(found.group.name)),
            reverse("groups:people", args=[found.group.uid]),
            **_let_in(row, found.group, asked[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group"))) and found.role == Membership.Role.MANAGER
        if found.group.uid in asked
    }


def _let_in(row: Heard, group: Group, asked: Mapping[int, UUID]) -> dict[str, str]:
    """Return the act that lets in the one who asks; of several each is decided about where all of them stand."""
    waiting = [asked[who] for who in row.data.get("actors", ()) if who in asked]
    if row.actors.count > 1 or len(waiting) != 1:
        return {"door_url": reverse("groups:people", args=[group.uid]), "door_label": _("See who asks")}
    door = reverse("groups:decision", args=[group.uid, waiting[0]])
    return {"act_url": door, "act_label": _("Approve"), "act_name": "accept", "act_value": "yes"}


def admissions(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of groups that took `user` in, while they are a member."""
    mine = _memberships(user, rows)
    return {
        row.pk: Told(
            format_html(_("You are in: {group}"), group=bold(found.group.name)),
            reverse("feed:group", args=[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group")))
    }


def leads(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of groups that `user` leads now, while they do."""
    mine = _memberships(user, rows)
    return {
        row.pk: Told(
            format_html(_("You lead {group} now"), group=bold(found.group.name)),
            reverse("groups:people", args=[found.group.uid]),
        )
        for row in rows
        if (found := mine.get(uid(row, "group"))) and found.role == Membership.Role.MANAGER
    }


def assignments(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of courses that groups of `user` learn, while they do."""
    mine = _memberships(user, rows)
    keys = uids(rows, "course")
    standing = Assignment.objects.filter(group__uid__in=mine, course_key__in=keys, ended_at=None)
    due = {
        (group, key): days.set_in(at, zone)
        for group, key, at, zone in standing.values_list("group__uid", "course_key", "due", "group__time_zone")
    }
    outlines = catalog.outlines(keys)
    told = {}
    for row in rows:
        group, key = uid(row, "group"), uid(row, "course")
        if (group, key) in due and key in outlines:
            data = outlines[key].data
            text = format_html(
                _("{who} added {course} to {group}"),
                who=row.actors.bold,
                course=bold(data["title"]),
                group=mine[group].group.name,
            )
            told[row.pk] = Told(text, course_url(str(key), data["slug"]), _due(due[group, key]))
    return told


def badges(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of badges that `user` has."""
    mine = Award.objects.filter(learner=user).in_bulk(uids(rows, "award"))
    return {
        row.pk: Told(
            format_html(_("You earned a badge: {title}"), title=bold(badge_name(award.badge, award.title))),
            reverse("profiles:person", args=[user.uid]),
        )
        for row in rows
        if (award := mine.get(uid(row, "award")))
    }


READERS: dict[str, Reader] = {
    "answered": talk,
    "replied": talk,
    "accepted": talk,
    "helpful": talk,
    "kudos": kudos,
    "finished": finished,
    "asked_to_connect": connections,
    "connected": connections,
    "asked_to_join": requests,
    "admitted": admissions,
    "leads": leads,
    "assigned": assignments,
    "earned": badges,
    "claimed": outside.claimed,
    "decided": outside.decided,
    "observed": outside.observed,
}


def tell(user: User, rows: Iterable[Heard]) -> dict[int, Told]:
    """Return what may be said of each row to `user` now; those of which nothing may be said are missing."""
    by_reader: dict[Reader, list[Heard]] = {}
    for row in rows:
        by_reader.setdefault(READERS[row.verb], []).append(row)
    told: dict[int, Told] = {}
    for reader, its_rows in by_reader.items():
        told |= reader(user, its_rows)
    return told


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


def _due(at: datetime | None) -> str:
    return _("Due %(day)s") % {"day": date_format(at.date(), "j F")} if at else ""


def _memberships(user: User, rows: list[Heard]) -> dict[UUID, Membership]:
    mine = groups.groups_of(user).filter(group__uid__in=uids(rows, "group"))
    return {membership.group.uid: membership for membership in mine}
