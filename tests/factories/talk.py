"""Talk for tests."""

from typing import Any

from community.discussions import actions
from community.models import Group, Post, Topic, User


def topic(
    group: Group, author: User, *, title: str = "Reading a histogram", text: str = "Where do I start?", **fields: Any
) -> Topic:
    """Return a discussion that `author` began in `group`."""
    fields.setdefault("kind", Topic.Kind.DISCUSSION)
    return actions.open_topic(fields.pop("place", group.place), author=author, title=title, text=text, **fields)


def question(group: Group, author: User, **fields: Any) -> Topic:
    """Return a question that `author` asked in `group`."""
    return topic(group, author, kind=Topic.Kind.QUESTION, **fields)


def reply(to: Topic, author: User, text: str = "Start with the bars.", **fields: Any) -> Post:
    """Return what `author` replied."""
    return actions.reply(to, author=author, text=text, **fields)
