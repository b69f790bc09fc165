"""Who may know of a group, read a place, write there, lead it. Every surface asks here."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from community.connections import queries as connections
from community.models import Group, Membership, User
from community.undoing import UNDO
from courses import uids
from courses.access import days
from courses.access import policies as access
from courses.access import queries as enrolments
from courses.catalog import queries as courses
from courses.prepared import Prepared
from search.words import unaccented

from . import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Viewer = User | AnonymousUser

KINDS = ("group", "course", "person")
PAUSE = timedelta(days=30)  # after which whoever was refused or taken out may ask again


def due_of(membership: Membership, due: datetime | None) -> datetime | None:
    """Return the due day that is a member's own: none that was over, also where they are, when they joined."""
    if due is None or days.is_late(due, now=membership.joined, where=days.zone(membership.user.time_zone)):
        return None
    return due


def may_see(user: "Viewer", group: Group) -> bool:
    """Say whether `user` may know that `group` exists."""
    if not user.is_authenticated:
        return False
    return group.visibility != Group.Visibility.HIDDEN or queries.membership(group, user) is not None


def may_read(user: "Viewer", place: str) -> bool:
    """Say whether `user` may read what stands in `place`; a place that is none is read by nobody.

    An admin is no exception: what is said in groups and at courses is behind a door that keeps who looked, and why.
    """
    kind, uid = _parts(place)
    if uid is None or not (user.is_authenticated and user.is_active):
        return False
    if kind == "group":
        return queries.groups_of(user).filter(group__uid=uid).exists()
    if kind == "course":
        return access.may_learn(user, uid) or courses.taught(user.pk).filter(course_key=uid).exists()
    return user.uid == uid or connections.shares_with(user).filter(uid=uid).exists()


def may_post(user: "Viewer", place: str) -> bool:
    """Say whether `user` may write in `place`: in own groups, and below the courses they learn or teach."""
    return not place.startswith("person:") and may_read(user, place)


def may_manage(user: "Viewer", group: Group) -> bool:
    """Say whether `user` leads `group`."""
    return user.is_authenticated and queries.managers(group).filter(pk=user.pk).exists()


def may_join(user: "Viewer", group: Group) -> bool:
    """Say whether `user` may join without asking or an invitation: a public group, or a private one with nobody to ask.

    Whoever comes into an empty group leads it.
    """
    private = group.visibility == Group.Visibility.PRIVATE
    open_to_all = group.visibility == Group.Visibility.PUBLIC or (private and not queries.members(group).exists())
    return user.is_authenticated and open_to_all and not kept_out_until(user, group)


def may_ask(user: "Viewer", group: Group) -> bool:
    """Say whether `user` may ask the managers of `group` to let them in."""
    return user.is_authenticated and group.visibility == Group.Visibility.PRIVATE and not kept_out_until(user, group)


def kept_out_until(user: "Viewer", group: Group, *, at: datetime | None = None) -> datetime | None:
    """Return until when `user` comes in by an invitation alone: a manager took them out and none let them in since."""
    last = queries.last_membership(group, user)
    if last is None or last.left is None or last.removed_by_id is None:
        return None
    until = last.left + PAUSE
    return until if until > (at or timezone.now()) else None


def assignable(user: User) -> list[tuple[uuid.UUID, str]]:
    """Return key and title of every published course that `user` may give to a group they lead, by title.

    Anyone may found a group, so its manager alone must not open a course that is closed.
    """
    taught = courses.taught_keys(user)
    found = [
        (key, outline.data["title"])
        for key, outline in courses.outlines(courses.published_keys()).items()
        if user.is_superuser or outline.data.get("open") or key in taught
    ]
    return sorted(found, key=lambda each: unaccented(each[1]))


def may_put_back(user: User, membership: Membership) -> bool:
    """Say whether `user` may undo that they took out a member: a moment ago, of a group they still manage.

    Whoever came back meanwhile is not put back besides.
    """
    moment = membership.left is not None and timezone.now() - membership.left < UNDO
    mine = membership.removed_by_id == user.pk and may_manage(user, membership.group)
    return moment and mine and queries.last_membership(membership.group, membership.user) == membership


def agreed_to_management(membership: Membership) -> bool:
    """Say whether the member went along with the group's managers seeing progress, as it is managed now."""
    since = membership.group.managed_since
    agreed = membership.managed_agreed
    return since is not None and agreed is not None and agreed >= since


def readable_places(user: "Viewer", *, kinds: Collection[str] = KINDS) -> set[str]:
    """Return every place of `kinds` that `user` may read: at most four queries, one for groups alone."""
    if not (user.is_authenticated and user.is_active):
        return set()
    places: set[str] = set()
    if "group" in kinds:
        places |= {f"group:{uid}" for (uid,) in _groups(user=user.pk)}
    if "course" in kinds:
        places |= {f"course:{key}" for (key,) in _learned(user=user.pk, now=timezone.now())}
        places |= {f"course:{key}" for (key,) in _taught(user=user.pk)}
    if "person" in kinds:
        places |= {f"person:{uid}" for (uid,) in ((user.uid,), *_sharing(user=user.pk))}
    return places


def led_places(user: "Viewer") -> set[str]:
    """Return the place of every group that `user` manages."""
    led = queries.groups_of(user).filter(role=Membership.Role.MANAGER)
    return {f"group:{uid}" for uid in led.values_list("group__uid", flat=True)}


def leaders_among(place: str, people: Collection[User]) -> set[int]:
    """Return the ids of those of `people` who manage the group `place`."""
    kind, uid = _parts(place)
    if kind != "group" or uid is None:
        return set()
    led = Membership.objects.open().filter(group__uid=uid, role=Membership.Role.MANAGER, user__is_active=True)
    return set(led.filter(user__in=people).values_list("user", flat=True))


def readers_among(place: str, people: Collection[User]) -> set[int]:
    """Return the ids of those of `people` who may read `place`: `may_read` for many at once."""
    kind, _, uid = place.partition(":")
    active = {user.pk: user for user in people if user.is_active}
    if not active:
        return set()
    if kind == "group":
        members = Membership.objects.open().filter(group__uid=uid, user__in=active)
        return set(members.values_list("user", flat=True))
    if kind == "course":
        return _course_readers(uuid.UUID(uid), active)
    return {pk for pk, user in active.items() if may_read(user, place)}


def _course_readers(course_key: uuid.UUID, people: dict[int, User]) -> set[int]:
    learners = enrolments.open_enrolments().filter(course_key=course_key, learner__in=people)
    teachers = User.objects.filter(groups__course_team__course_key=course_key, pk__in=people)
    return {*learners.values_list("learner", flat=True), *teachers.values_list("pk", flat=True)}


def _parts(place: str) -> tuple[str, uuid.UUID | None]:
    kind, _, uid = place.partition(":")
    return kind, uids.read(uid) if kind in KINDS else None


_groups = Prepared(lambda user: queries.groups_of(User(pk=user)).values_list("group__uid"), user=int)
_learned = Prepared(
    lambda user, now: enrolments.open_enrolments(now).filter(learner=user).values_list("course_key"),
    user=int,
    now=datetime,
)
_taught = Prepared(lambda user: courses.taught(user).values_list("course_key"), user=int)
_sharing = Prepared(lambda user: connections.shares_with(User(pk=user)).values_list("uid"), user=int)
