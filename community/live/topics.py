"""Names of live topics, signed by the page that renders them and checked again when subscribing.

A topic is a place (`group:<uid>`, `course:<key>`, `person:<uid>`), `talk:<place>` for the conversations that begin
there, `topic:<uid>` for one of them, or `lead:group:<uid>` for what a group's managers alone may see of its members.
"""

import hashlib
from typing import TYPE_CHECKING

from django.core import signing

if TYPE_CHECKING:
    from community.models import User

SALT = "cohort.live"
MAX_AGE = 24 * 3600  # seconds; a page open for longer signs again when it refreshes


def of_managers(place: str) -> str:
    """Return the topic of what the managers of the group `place` alone see."""
    return f"lead:{place}"


def sign(user: "User", *topics: str) -> str:
    """Return a token that lets `user`, and nobody else, ask to subscribe to `topics`."""
    return signing.dumps([str(user.uid), *topics], salt=SALT, compress=True)


def read(token: str) -> tuple[str, list[str]]:
    """Return (user uid, topics) of `token`; raises `django.core.signing.BadSignature` when forged or stale."""
    uid, *topics = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    return uid, topics


def channel_group(topic: str) -> str:
    """Return the name of `topic` on the channel layer, which takes at most 99 characters of ASCII."""
    return "live." + hashlib.sha256(topic.encode()).hexdigest()[:40]


def recheck_group(user_id: int) -> str:
    """Return the name under which every socket of a person is told to look at its permissions again."""
    return f"live.person.{user_id}"
