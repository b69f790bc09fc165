"""Who may read a place, and who leads it, for those who stand below groups: groups register the answer here."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from community.models import User


class Policy(Protocol):
    """What is asked about places."""

    def readable_places(self, user: "User", *, kinds: Collection[str]) -> set[str]:
        """Return the places of these kinds that `user` may read."""

    def led_places(self, user: "User") -> set[str]:
        """Return the places of the groups that `user` manages."""

    def readers_among(self, place: str, people: "Collection[User]") -> set[int]:
        """Return the ids of those of `people` who may read `place`."""

    def leaders_among(self, place: str, people: "Collection[User]") -> set[int]:
        """Return the ids of those of `people` who manage the group `place`."""


_policy: list[Policy] = []


def register(policy: Policy) -> None:
    """Let `policy` answer; there is one."""
    _policy[:] = [policy]


def policy() -> Policy:
    """Return what answers; the site has it from its start on."""
    return _policy[0]
