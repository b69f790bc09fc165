"""Keeping the feed: each thing told once, with one entry for each place it is seen at; and what is left out of Home."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from community.achievements.badges import Badge
from community.models import Activity, FeedEntry, Group, Membership, Muting, Topic, User
from courses.events import LearningEvent
from courses.records import locks

from .activities import Told, of_badge, of_event, places_of, topic_key
from .projections import ACTIVITIES, ENTRIES, of_topics, seats


def record_activity(
    event: LearningEvent, *, badge: Badge | None, learner: User, memberships: Iterable[Membership]
) -> list[Told]:
    """Tell of `event` and the badge it brought at the learner's place and in each open membership; return what is new.

    Called inside the drain's transaction, under the learner's lock; the memberships' groups are loaded.
    """
    things = {told.uid: told for told in (of_event(event), of_badge(badge) if badge else None) if told}
    for uid in Activity.objects.filter(pk__in=things).values_list("pk", flat=True):
        del things[uid]
    person, chairs = f"person:{learner.uid}", seats(memberships)
    ACTIVITIES.add(map(asdict, things.values()))
    ENTRIES.add(asdict(entry) for told in things.values() for entry in places_of(told, person=person, seats=chairs))
    return list(things.values())


@transaction.atomic
def derive_membership(membership: Membership) -> int:
    """Derive the entries that a membership carries, when it begins or ends; return how many rows changed."""
    locks.hold([membership.user_id])
    activities = Activity.objects.filter(actor_id=membership.user_id, at__gte=membership.joined)
    chair = {seat.place: seat for seat in seats([membership])}
    follows = ENTRIES.follow(
        entry
        for activity in (activities.exclude(kind=Activity.Kind.TOPIC) if chair else ())
        for entry in places_of(_told(activity), person="", seats=chair.values())
        if entry.place in chair
    )
    return ENTRIES.settle(follows, FeedEntry.objects.filter(membership=membership))


@transaction.atomic
def topic_opened(topic: Topic) -> None:
    """Tell of a new topic in its group's feed; a topic of a course is not told."""
    for told, entry in of_topics([topic]):
        ACTIVITIES.settle(ACTIVITIES.follow([told]), Activity.objects.filter(pk=told.uid))
        ENTRIES.settle(ENTRIES.follow([entry]), FeedEntry.objects.filter(key=told.uid))


def topic_removed(topic: Topic) -> None:
    """Take a topic out of the feed; what was said of it stays where it was said."""
    Activity.objects.filter(pk=topic_key(topic.uid)).delete()


def mute(user: User, *, place: Group | User) -> None:
    """Leave a group, or what a connection shares, out of the Home of `user`; twice is once."""
    Muting.objects.get_or_create(user=user, **_named(place), defaults={"at": timezone.now()})


def unmute(user: User, *, place: Group | User) -> bool:
    """Show `place` on the Home of `user` again; return whether it was left out."""
    count, _rows = Muting.objects.filter(user=user, **_named(place)).delete()
    return count > 0


def _named(place: Group | User) -> dict[str, Group | User]:
    return {"group" if isinstance(place, Group) else "person": place}


def _told(activity: Activity) -> Told:
    return Told(
        uid=activity.pk,
        kind=activity.kind,
        actor_id=activity.actor_id,
        at=activity.at,
        record_id=activity.record_id,
        subject=activity.subject,
    )
