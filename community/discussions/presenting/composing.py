"""The field one writes in: where it goes and who will see it, named above it."""

import uuid
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Group, Post, Topic
from courses.catalog import queries as catalog

from ..lessons import Lesson
from .cards import topic_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """What `components/composer.html` and the page of its own show."""

    action_url: str
    to: str
    note: str
    placeholder: str
    label: str
    back_url: str
    hidden: dict[str, str] = field(default_factory=dict)
    client_uid: uuid.UUID = field(default_factory=uuid.uuid4)  # by which what is sent twice is said once

    @classmethod
    def for_reply(cls, topic: Topic) -> "Composer":
        """Return the field of a reply."""
        return cls(
            action_url=reverse("discussions:replies", args=[topic.uid]),
            to=place_name(topic.place),
            note=_("signed with your name"),
            placeholder=_("Write a reply"),
            label=_("Reply"),
            back_url=topic_url(topic),
        )

    @classmethod
    def for_feed(cls, place: str, *, to: str = "") -> "Composer":
        """Return the field of a post to a group's feed; `to` names the place where that is known."""
        uid = place.partition(":")[2]
        return cls(
            action_url=reverse("discussions:feed-post", args=[uid]),
            to=to or place_name(place),
            note=_("signed with your name"),
            placeholder=_("Write to the group"),
            label=_("Post"),
            back_url=reverse("feed:group", args=[uid]),
        )

    @classmethod
    def for_lesson(cls, place: str, lesson: Lesson, *, to: str = "") -> "Composer":
        """Return the field below a lesson; `to` names the place where that is known."""
        return cls(
            action_url=reverse("discussions:lesson", args=[lesson.key]),
            to=to or place_name(place),
            note=_("signed with your name"),
            placeholder=_("What is still unclear?"),
            label=_("Post"),
            back_url=lesson.url,
            hidden={"place": place},
        )

    @classmethod
    def for_edit(cls, post: Post) -> "Composer":
        """Return the field that changes a post."""
        return cls(
            action_url=reverse("discussions:edit", args=[post.uid]),
            to=place_name(post.topic.place),
            note=_("readers see that it was edited"),
            placeholder=_("Your post"),
            label=_("Save"),
            back_url=topic_url(post.topic),
        )


def place_name(place: str) -> str:
    """Return the name of a group or course that its reader knows it by. One query."""
    kind, _sep, uid = place.partition(":")
    if kind == "group":
        return Group.objects.filter(uid=uid).values_list("name", flat=True).first() or ""
    outline = catalog.outline(uuid.UUID(uid))
    return outline.data["title"] if outline else _("the course")
