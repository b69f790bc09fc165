"""Which notices of many people may still be told: what `readers` answer for one person, without their words.

Each kind that many may be told of at once asks a fixed number of queries, however many people there are.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from uuid import UUID

from community.discussions.policies import readers_among
from community.models import Activity, Assignment, JoinRequest, Membership, Notification, Post
from courses.catalog import queries as catalog
from courses.claims import queries as claims

from .queries import heard, telling
from .readers import still_stands
from .told import uid, uids

Standing = Callable[[list[Notification]], set[int]]


def tellable(rows: Iterable[Notification]) -> set[int]:
    """Return the ids of those of `rows` that may be told to whoever has them, as `telling` says of one person.

    Kinds without an answer for many (two who connect, one who is told of a decision) are asked of each.
    """
    by_kind: dict[Standing, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(STANDING.get(row.verb, _of_each), []).append(row)
    return {pk for standing, its_rows in by_kind.items() for pk in standing(its_rows)}


def _talk(rows: list[Notification]) -> set[int]:
    posts = Post.objects.select_related("topic").in_bulk(_uids(rows, "post"), field_name="uid")
    found = {row.pk: post for row in rows if (post := posts.get(_uid(row, "post"))) and still_stands(row.verb, post)}
    people = [row.recipient for row in rows if row.pk in found]
    readers = {place: readers_among(place, people) for place in {post.topic.place for post in found.values()}}
    return {row.pk for row in rows if row.pk in found and row.recipient_id in readers[found[row.pk].topic.place]}


def _kudos(rows: list[Notification]) -> set[int]:
    actors = dict(Activity.objects.filter(pk__in=_uids(rows, "activity")).values_list("pk", "actor"))
    return {row.pk for row in rows if actors.get(_uid(row, "activity")) == row.recipient_id}


def _requests(rows: list[Notification]) -> set[int]:
    waiting = JoinRequest.objects.filter(decided_at=None, user__is_active=True, group__uid__in=_uids(rows, "group"))
    asked = set(waiting.values_list("group__uid", flat=True))
    waits = [row for row in rows if _uid(row, "group") in asked]
    led = _members(waits, role=Membership.Role.MANAGER)
    return {row.pk for row in waits if (row.recipient_id, _uid(row, "group")) in led}


def _assignments(rows: list[Notification]) -> set[int]:
    groups, keys = _uids(rows, "group"), _uids(rows, "course")
    given = Assignment.objects.filter(group__uid__in=groups, course_key__in=keys, ended_at=None)
    standing = set(given.values_list("group__uid", "course_key"))
    learnt = [row for row in rows if (_uid(row, "group"), _uid(row, "course")) in standing]
    members, outlines = _members(learnt), catalog.outlines(_uids(learnt, "course"))
    return {
        row.pk
        for row in learnt
        if (row.recipient_id, _uid(row, "group")) in members and _uid(row, "course") in outlines
    }


def _claims(rows: list[Notification]) -> set[int]:
    """Whoever may decide is asked for only while it waits: none of a claim that was just decided."""
    waiting = set(claims.waiting().filter(uid__in=_uids(rows, "claim")).values_list("uid", flat=True))
    return _of_each([row for row in rows if _uid(row, "claim") in waiting])


def _of_each(rows: list[Notification]) -> set[int]:
    found: set[int] = set()
    by_person = sorted(rows, key=lambda row: row.recipient_id)
    for _pk, theirs in groupby(by_person, key=lambda row: row.recipient_id):
        its_rows = list(theirs)
        found |= telling(its_rows[0].recipient, its_rows).keys()
    return found


def _members(rows: list[Notification], **more: str) -> set[tuple[int, UUID]]:
    people, groups = {row.recipient_id for row in rows}, _uids(rows, "group")
    open_now = Membership.objects.filter(group__uid__in=groups, user__in=people, left=None, **more)
    return set(open_now.values_list("user", "group__uid"))


def _uid(row: Notification, name: str) -> UUID:
    return uid(heard(row), name)


def _uids(rows: list[Notification], name: str) -> set[UUID]:
    return uids([heard(row) for row in rows], name)


STANDING: dict[str, Standing] = {
    "answered": _talk,
    "replied": _talk,
    "accepted": _talk,
    "helpful": _talk,
    "kudos": _kudos,
    "asked_to_join": _requests,
    "assigned": _assignments,
    "claimed": _claims,
}
