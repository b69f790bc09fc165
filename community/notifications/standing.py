"""Which notices of many people may still be told: what `readers` answer for one person, without their words.

Each kind that many may be told of at once asks a fixed number of queries, however many people there are.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from uuid import UUID

from community.discussions.policies import readers_among
from community.feed.policies import seen_among
from community.models import Activity, Assignment, Award, Connection, JoinRequest, Membership, Notification, Post
from courses.catalog import queries as catalog
from courses.claims import queries as claims
from courses.models import Decision, Observation

from .presenting import uid, uids
from .queries import heard, telling
from .readers import still_stands

Standing = Callable[[list[Notification]], set[int]]


def tellable(rows: Iterable[Notification]) -> set[int]:
    """Return the ids of those of `rows` that may be told to whoever has them, as `telling` says of one person.

    What waits for a few who lead is asked of each of them.
    """
    by_kind: dict[Standing, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(STANDING[row.verb], []).append(row)
    return {pk for standing, its_rows in by_kind.items() for pk in standing(its_rows)}


def _talk(rows: list[Notification]) -> set[int]:
    posts = Post.objects.select_related("topic").in_bulk(_uids(rows, "post"), field_name="uid")
    found = {row.pk: post for row in rows if (post := posts.get(_uid(row, "post"))) and still_stands(row.verb, post)}
    people = [row.recipient for row in rows if row.pk in found]
    readers = {place: readers_among(place, people) for place in {post.topic.place for post in found.values()}}
    return {row.pk for row in rows if row.pk in found and row.recipient_id in readers[found[row.pk].topic.place]}


def _kudos(rows: list[Notification]) -> set[int]:
    actors = dict(Activity.objects.filter(pk__in=_uids(rows, "activity")).values_list("pk", "actor"))
    return _theirs(rows, "activity", actors)


def _finished(rows: list[Notification]) -> set[int]:
    seen = seen_among([row.recipient for row in rows], _uids(rows, "activity"))
    return {row.pk for row in rows if (row.recipient_id, _uid(row, "activity")) in seen}


def _connections(rows: list[Notification]) -> set[int]:
    between = Connection.objects.filter(uid__in=_uids(rows, "connection"), ended_at=None)
    others: dict[tuple[UUID, int], bool] = {}
    columns = ("uid", "asker", "asker__is_active", "asked", "asked__is_active")
    for key, asker, asker_here, asked, asked_here in between.values_list(*columns):
        others |= {(key, asker): asked_here, (key, asked): asker_here}
    return {row.pk for row in rows if others.get((_uid(row, "connection"), row.recipient_id))}


def _requests(rows: list[Notification]) -> set[int]:
    waiting = JoinRequest.objects.filter(decided_at=None, user__is_active=True, group__uid__in=_uids(rows, "group"))
    asked = set(waiting.values_list("group__uid", flat=True))
    waits = [row for row in rows if _uid(row, "group") in asked]
    led = _members(waits, role=Membership.Role.MANAGER)
    return _in_groups(waits, led)


def _admitted(rows: list[Notification]) -> set[int]:
    return _in_groups(rows, _members(rows))


def _leads(rows: list[Notification]) -> set[int]:
    return _in_groups(rows, _members(rows, role=Membership.Role.MANAGER))


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


def _decided(rows: list[Notification]) -> set[int]:
    decisions = Decision.objects.filter(uid__in=_uids(rows, "decision"), voided_at=None)
    return _theirs(rows, "decision", dict(decisions.values_list("uid", "learner")))


def _observed(rows: list[Notification]) -> set[int]:
    """Learners are told of theirs; of observers, who may lead there no longer, each is asked."""
    observations = Observation.objects.filter(uid__in=_uids(rows, "observation"), voided_at=None)
    learners = dict(observations.values_list("uid", "learner"))
    theirs = _theirs(rows, "observation", learners)
    return theirs | _of_each([row for row in rows if row.pk not in theirs and _uid(row, "observation") in learners])


def _earned(rows: list[Notification]) -> set[int]:
    return _theirs(rows, "award", dict(Award.objects.filter(pk__in=_uids(rows, "award")).values_list("pk", "learner")))


def _theirs(rows: list[Notification], name: str, whose: Mapping[UUID, int]) -> set[int]:
    """Return those of `rows` whose subject, called `name` in their data, is the recipient's own."""
    return {row.pk for row in rows if whose.get(_uid(row, name)) == row.recipient_id}


def _in_groups(rows: list[Notification], members: set[tuple[int, UUID]]) -> set[int]:
    return {row.pk for row in rows if (row.recipient_id, _uid(row, "group")) in members}


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
    "finished": _finished,
    "asked_to_connect": _connections,
    "connected": _connections,
    "asked_to_join": _requests,
    "admitted": _admitted,
    "leads": _leads,
    "assigned": _assignments,
    "earned": _earned,
    "claimed": _claims,
    "decided": _decided,
    "observed": _observed,
}
