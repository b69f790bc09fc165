"""`notify.send` of django-notifications-hq, by our own bulk path."""

from collections.abc import Iterable
from typing import Any

from notifications.signals import notify as notify_signal

from community.models import User

from .actions import notify

DISPATCH = "notifications.models.notification"  # the library's own name for its handler


def connect() -> None:
    """Let the library's signal tell people as we do, in the place of one INSERT each."""
    notify_signal.disconnect(dispatch_uid=DISPATCH)
    notify_signal.connect(receive, dispatch_uid=DISPATCH)


def receive(*, sender: User, recipient: Any, verb: str, thread: str = "", **given: Any) -> None:
    """Tell a person, several, or an auth Group of something of a kind we know; `thread` defaults to the target's."""
    given.pop("signal", None)
    target = given.pop("target", None)
    notify(
        _people(recipient),
        verb=verb,
        actor=sender,
        thread=thread or f"{verb}:{getattr(target, 'uid', getattr(target, 'pk', ''))}",
        target=target,
        place=given.pop("place", ""),
        data=given.pop("data", {}),
        at=given.pop("timestamp", None),
    )


def _people(recipient: Any) -> Iterable[User]:
    if isinstance(recipient, User):
        return [recipient]
    return recipient.user_set.all() if hasattr(recipient, "user_set") else recipient
