"""What waits in a group for its managers, and of whom a person may decide anything."""

import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from community.groups import queries as groups
from community.models import Membership, User
from courses import uids
from courses.access import queries as access
from courses.catalog import queries as catalog


class Placed(Protocol):
    """Something of a learner that stands at a place."""

    @property
    def learner_id(self) -> int: ...

    @property
    def place(self) -> str: ...


def led_learners(user: User, things: Iterable[Placed]) -> set[tuple[int, str]]:
    """Return of which learners, at which places, `user` decides such `things`. Two queries at most."""
    wanted = {(thing.learner_id, thing.place) for thing in things if thing.learner_id != user.pk}
    people = {learner for learner, _place in wanted}
    found: set[tuple[int, str]] = set()
    if any(place.startswith("group:") for _learner, place in wanted):
        led = groups.groups_of(user).filter(role=Membership.Role.MANAGER).values("group")
        members = Membership.objects.open().filter(group__in=led, user__in=people, user__is_active=True)
        found |= {(pk, f"group:{uid}") for pk, uid in members.values_list("user", "group__uid")}
    if any(place.startswith("course:") for _learner, place in wanted):
        learning = access.open_enrolments().filter(learner__in=people, course_key__in=_taught(user))
        found |= {(pk, f"course:{key}") for pk, key in learning.values_list("learner", "course_key")}
    return found & wanted


def _taught(user: User) -> Any:
    return catalog.taught(user.pk).values("course_key")


def uid_of(place: str) -> uuid.UUID:
    """Return the uid or key in a place, or one that nothing has."""
    return uids.read(place.partition(":")[2]) or uids.NOTHING
