"""What follows, in the same transaction, when someone joins or leaves a group, asks no more or shows other things."""

from collections.abc import Callable
from datetime import datetime

from community.live import actions as live
from community.models import Group, Membership, User
from community.notifications.withdrawing import settle, stand_again, take_back
from courses.access import actions as access
from courses.access import days
from courses.records import locks
from search.indexing import touch

from . import policies, queries

Derive = Callable[[Membership], object]
_derived_from_memberships: list[Derive] = []
_derived_from_weeks: list[Derive] = []


def register(derive: Derive, *, by_week: bool = False) -> None:
    """Let `derive(membership)` follow whenever a membership begins or ends, in the order in which they register.

    What counts `by_week` follows too when the group's time zone changes.
    """
    for registered in (_derived_from_memberships, _derived_from_weeks)[: 1 + by_week]:
        if derive not in registered:
            registered.append(derive)


def requests(group: Group) -> str:
    """Return the one thread of notices about who asks to join."""
    return f"group:{group.uid}:requests"


def asks_no_more(group: Group, user: User) -> None:
    """Tell the managers no more that `user` asks."""
    take_back(user, thread=requests(group))
    settle(thread=requests(group))


def joined(membership: Membership, *, at: datetime) -> None:
    """Give the new member what the group learns, a standing, their entries, and let the others look again."""
    _admit(membership, at=at)
    stand_again(place=membership.group.place, by=membership.user)


def put_back(membership: Membership, *, at: datetime) -> None:
    """Give a member what they had until they were taken out: to them, and of them to others, is told what was."""
    _admit(membership, at=at)
    stand_again(by=membership.user)
    stand_again(user=membership.user)


def left(membership: Membership, *, at: datetime) -> None:
    """Take back what the group gave, whatever stood there, and the sockets that listened."""
    group = membership.group
    for assignment in queries.assignments(group):
        access.revoke(membership.user, assignment.course_key, source=group.place, at=at)
    _derived(membership)
    live.refresh(group.place, f"person:{membership.user.uid}")
    live.unsubscribe(membership.user_id)
    settle(user=membership.user)
    settle(place=group.place, by=membership.user)
    settle(finished_by=membership.user)


def sharing_changed(membership: Membership, *, sharing: str) -> None:
    """Let every page of the group look again: what it may show is decided when it is read."""
    if sharing == Membership.Sharing.PRIVATE:
        settle(finished_by=membership.user)
    live.refresh(membership.group.place)


def zone_changed(group: Group, *, before: str) -> None:
    """Derive the weeks of every member again: they are those of the group's time zone, as its due days are."""
    for assignment in queries.assignments(group).filter(due__isnull=False):
        if due := days.set_in(assignment.due, before):
            assignment.due = days.moved(due, group.time_zone)
            assignment.save(update_fields=["due"])
            access.move_due(group.place, course_key=assignment.course_key, due=assignment.due)
    memberships = list(queries.memberships(group))
    locks.hold(membership.user_id for membership in memberships)
    for membership in memberships:
        membership.group = group
        for derive in _derived_from_weeks:
            derive(membership)


def _admit(membership: Membership, *, at: datetime) -> None:
    group = membership.group
    for assignment in queries.assignments(group):
        due = policies.due_of(membership, days.set_in(assignment.due, group.time_zone))
        access.grant(membership.user, assignment.course_key, source=group.place, due=due, at=at)
    _derived(membership)
    live.refresh(group.place, f"person:{membership.user.uid}")


def _derived(membership: Membership) -> None:
    for derive in _derived_from_memberships:
        derive(membership)
    touch("person", membership.user.uid)
    touch("group", membership.group.uid)
