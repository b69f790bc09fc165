"""Every projection of the community, learner by learner and then source by source.

`differences` names what does not follow; `rebuild` writes only the difference, and notifies nobody. Both hold the
learner's lock, so that no drain moves what they compare.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from community.achievements import queries as achievements
from community.achievements.badges import awarded
from community.achievements.points import ledger
from community.achievements.projections import AWARDS, POINTS
from community.derivation import Columns, Key, Projection
from community.feed.activities import places_of, told
from community.feed.projections import ACTIVITIES, ENTRIES, of_topics, seats
from community.leaderboards.projections import STANDINGS, following
from community.models import Activity, Award, FeedEntry, Membership, PointEntry, Standing, Topic, User
from courses.learning.queries import events_of
from courses.models import Record
from courses.records import locks

BATCH = 500
Table = tuple[Projection, Mapping[Key, Columns], QuerySet]


def learner_ids() -> list[int]:
    """Return everyone who has a record, or a row that claims to follow from one, in ascending id."""
    accomplished = Activity.objects.exclude(kind=Activity.Kind.TOPIC)
    named = [
        Record.objects.filter(learner__isnull=False).values_list("learner_id", flat=True),
        PointEntry.objects.values_list("learner_id", flat=True),
        Award.objects.values_list("learner_id", flat=True),
        Standing.objects.values_list("membership__user_id", flat=True),
        accomplished.values_list("actor_id", flat=True),
        FeedEntry.objects.filter(activity__in=accomplished).values_list("about_id", flat=True),
    ]
    return sorted(named[0].order_by().union(*(rows.order_by() for rows in named[1:])))


def differences(learner_id: int) -> Iterator[str]:
    """Yield a sentence for each row of a learner that is missing, extra or differs from what follows."""
    with transaction.atomic():
        locks.hold([learner_id])
        found = [line for table in _of_learner(learner_id) for line in _compare(table)]
    yield from found


@transaction.atomic
def derive(learner_id: int) -> int:
    """Derive a learner's rows again, and return how many were written."""
    locks.hold([learner_id])
    return sum(_settle(table) for table in _of_learner(learner_id))


def source_differences() -> Iterator[str]:
    """Yield a sentence for each row of the feed that does not follow from a topic, then for those left behind."""
    for topics in _topics():
        for table in _of_topics(topics):
            yield from _compare(table)
    yield from _compare(_left_behind())


def derive_sources() -> int:
    """Derive what the feed tells of topics again, and return how many rows were written."""
    written = 0
    for topics in _topics():
        with transaction.atomic():
            written += sum(_settle(table) for table in _of_topics(topics))
    return written + _settle(_left_behind())


def _of_learner(learner_id: int) -> Iterator[Table]:
    """Yield each table with what follows for a learner and what stands, an upper one after those it refers to."""
    events = events_of(learner_id)
    lines, badges = ledger(events, achievements.rules()), awarded(events)
    memberships = list(Membership.objects.filter(user_id=learner_id).select_related("group"))
    things = told(events, badges)
    person = f"person:{User.objects.values_list('uid', flat=True).get(pk=learner_id)}"
    chairs = seats(memberships)
    points = POINTS.follow(lines)
    yield POINTS, points, PointEntry.objects.filter(Q(learner=learner_id) | Q(pk__in=_firsts(points)))
    given = AWARDS.follow(badges)
    yield AWARDS, given, Award.objects.filter(Q(learner=learner_id) | Q(pk__in=_firsts(given)))
    standings = STANDINGS.follow(row for membership in memberships for row in following(membership, lines))
    yield STANDINGS, standings, Standing.objects.filter(membership__user=learner_id)
    activities = ACTIVITIES.follow(things)
    accomplished = Q(actor=learner_id) & ~Q(kind=Activity.Kind.TOPIC)
    yield ACTIVITIES, activities, Activity.objects.filter(accomplished | Q(pk__in=_firsts(activities)))
    entries = ENTRIES.follow(entry for thing in things for entry in places_of(thing, person=person, seats=chairs))
    about = Q(about=learner_id) & ~Q(activity__kind=Activity.Kind.TOPIC)
    yield ENTRIES, entries, FeedEntry.objects.filter(about | Q(key__in=_firsts(activities)))


def _of_topics(topics: list[Topic]) -> Iterator[Table]:
    told_at = list(of_topics(topics))
    activities = ACTIVITIES.follow(thing for thing, _entry in told_at)
    yield ACTIVITIES, activities, Activity.objects.filter(Q(topic__in=topics) | Q(pk__in=_firsts(activities)))
    entries = ENTRIES.follow(entry for _thing, entry in told_at)
    yield ENTRIES, entries, FeedEntry.objects.filter(Q(activity__topic__in=topics) | Q(key__in=_firsts(activities)))


def _left_behind() -> Table:
    return ACTIVITIES, {}, Activity.objects.filter(kind=Activity.Kind.TOPIC, topic=None)


def _topics() -> Iterator[list[Topic]]:
    last = 0
    while topics := list(Topic.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield topics
        last = topics[-1].pk


def _compare(table: Table) -> Iterator[str]:
    projection, follows, standing = table
    return projection.differences(follows, standing)


def _settle(table: Table) -> int:
    projection, follows, standing = table
    return projection.settle(follows, standing)


def _firsts(rows: Iterable[Key]) -> list[Any]:
    return [key[0] for key in rows]
