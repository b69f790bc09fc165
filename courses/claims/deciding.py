"""Who decides what is claimed at a place, and who is told: registered from above, by the kind of place, like slots."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.db.models import QuerySet

from courses import capabilities

if TYPE_CHECKING:
    from community.models import User
    from courses.models import Claim, Decision, Observation


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody may claim something; those who lead it may read and decide it."""

    place: str
    name: str


class Authority(Protocol):
    """What a floor above answers for the places of its kind."""

    @property
    def capability(self) -> str:
        """The switch without which its places are silent."""

    def places_of(self, learner: "User") -> list[Place]:
        """Return where `learner` may claim something now, by name."""

    def led_by(self, user: "User") -> list[Place]:
        """Return the places `user` leads, by name."""

    def leads(self, user: "User", place: str) -> bool:
        """Say whether `user` leads `place`, and so keeps its checklists."""

    def may_decide(self, user: "User", *, place: str, learner_id: int) -> bool:
        """Say whether `user` decides what this learner claims at `place`."""

    def name_of(self, place: str) -> str:
        """Return what `place` is called."""

    def page_of(self, place: str) -> str:
        """Return the address of `place` for who learns there."""

    def address_of(self, place: str) -> str:
        """Return where those who lead `place` see what waits there."""

    def learns(self, user: "User", place: str) -> bool:
        """Say whether `user` learns at `place`, and so reads what is looked at there."""

    def learners_at(self, place: str) -> QuerySet["User"]:
        """Return the people who learn at `place`, by name; there may be very many."""

    def told_of_claim(self, claim: "Claim", *, at: datetime | None) -> None:
        """Tell who may decide that `claim` waits, in the caller's transaction."""

    def look_again(self, place: str) -> None:
        """Let the pages of those who lead `place` look again, in the caller's transaction."""

    def told_of_decision(self, decision: "Decision", *, at: datetime | None) -> None:
        """Tell the learner what was decided, in the caller's transaction."""

    def told_no_more(self, ended: "Claim | Observation") -> None:
        """Let nobody's bell count what became of `ended` and can no longer be told, in the caller's transaction."""

    def told_of_observation(self, observation: "Observation", *, at: datetime | None) -> None:
        """Tell whoever is to confirm an observation next, or that both have, in the caller's transaction."""


_authorities: dict[str, Authority] = {}


def register(kind: str, authority: Authority) -> None:
    """Let `authority` answer for places that begin with `kind`."""
    _authorities[kind] = authority


def of(place: str) -> Authority | None:
    """Return who answers for `place`, while its capability is on."""
    authority = _authorities.get(place.partition(":")[0])
    return authority if authority and capabilities.is_on(authority.capability) else None


def places_of(learner: "User") -> list[Place]:
    """Return every place at which `learner` may claim something."""
    return [place for authority in _standing() for place in authority.places_of(learner)]


def led_by(user: "User") -> list[Place]:
    """Return every place that `user` leads."""
    return [place for authority in _standing() for place in authority.led_by(user)]


def _standing() -> list[Authority]:
    return [each for each in _authorities.values() if capabilities.is_on(each.capability)]
