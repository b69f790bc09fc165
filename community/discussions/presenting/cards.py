"""What was said, as the components show it. No queries: what a viewer may do is asked before, once."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.faces import Face, face_of
from community.models import Post, Topic
from community.times import ago

from ..policies import Rights

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Counts(TypedDict):
        """What `queries` adds to a post for a reader."""

        helpful: int
        helpful_given: bool

    CountedPost = WithAnnotations[Post, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCard:
    """What `components/post.html` shows."""

    key: uuid.UUID
    person: Face
    at: datetime
    body: SafeString
    kind: str = ""
    answered: bool = False
    accepted_by: str = ""
    edited: bool = False
    removed: str = ""
    helpful_url: str = ""
    helpful: int = 0
    helpful_given: bool = False
    reply_url: str = ""
    accept_url: str = ""
    unaccept_url: str = ""
    edit_url: str = ""
    remove_url: str = ""
    nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """A topic in a list, as `components/line.html` shows it."""

    title: str
    url: str
    note: str
    person: Face
    chip: str = ""
    chip_tone: str = "done"


def card(post: "CountedPost", topic: Topic, rights: Rights, *, nested: bool = False) -> PostCard:
    """Return a post with its author and helpful counts as the component shows it, with the doors `rights` opens."""
    opens = post.pk == topic.opening_id
    removed = post.removed_at is not None
    accepted = post.pk == topic.accepted_id
    may_accept = rights.may_accept(post, topic)
    return PostCard(
        key=post.uid,
        person=face_of(post.author),
        at=post.at,
        body=mark_safe("" if removed else post.html),
        kind=kind_label(topic) if opens and topic.kind == Topic.Kind.QUESTION else "",
        answered=opens and topic.accepted_id is not None,
        accepted_by=topic.accepted_by.get_short_name() if accepted and topic.accepted_by else "",
        edited=post.edited_at is not None and not removed,
        removed=_("This post was removed.") if removed else "",
        helpful=post.helpful,
        helpful_given=post.helpful_given,
        helpful_url=_url("helpful", post, rights.may_find_helpful(post)),
        accept_url=_url("acceptance", post, may_accept and not accepted),
        unaccept_url=_url("acceptance_end", post, may_accept and accepted),
        edit_url=_url("edit", post, rights.may_edit(post)),
        remove_url=_url("removal", post, rights.may_remove(post)),
        nested=nested,
    )


def topic_url(topic: Topic) -> str:
    """Return the address of a topic's page."""
    return reverse("discussions:topic", args=[topic.uid])


def kind_label(topic: Topic) -> str:
    """Return what kind of topic it is, in a word."""
    return {
        Topic.Kind.POST: _("Post"),
        Topic.Kind.DISCUSSION: _("Discussion"),
        Topic.Kind.QUESTION: _("Question"),
    }[Topic.Kind(topic.kind)]


def replies_label(count: int) -> str:
    """Return how many replies there are, in words."""
    return ngettext("%(n)d reply", "%(n)d replies", count) % {"n": count}


def topic_line(topic: Topic) -> TopicLine:
    """Return a topic, whose author is loaded, as a line of a list."""
    says = [kind_label(topic), topic.author.display_name]
    if topic.replies:
        says.append(replies_label(topic.replies))
    says.append(ago(topic.last_at))
    return TopicLine(
        title=topic.title,
        url=topic_url(topic),
        note=" · ".join(says),
        person=face_of(topic.author),
        chip=_("Answered") if topic.accepted_id else "",
    )


def _url(name: str, post: Post, open_: bool) -> str:
    return reverse(f"discussions:{name}", args=[post.uid]) if open_ else ""
