"""What a feed tells of what happened, and at which places, from events and memberships alone. Pure."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.achievements.badges import FIRST_LESSON, Badge
from community.achievements.points import CODES, NAMESPACE, subject_of, where
from courses.events import AssessmentPassed, ClaimConfirmed, CourseCompleted, CourseEvent, LearningEvent

AWARD, TOPIC = "award", "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something a feed tells; the fields are the columns of Activity."""

    uid: uuid.UUID
    kind: str
    actor_id: int
    at: datetime
    subject: dict[str, Any]
    record_id: int | None = None
    topic_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A membership as far as the feed needs it: whose entries it carries, where, and since when."""

    id: int
    place: str
    joined: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something told at one place; the fields are the columns of FeedEntry."""

    place: str
    key: uuid.UUID
    at: datetime
    activity_id: uuid.UUID
    about_id: int
    membership_id: int | None = None


def of_event(event: LearningEvent) -> Told | None:
    """Return what a feed tells of `event`; nothing where it was taken back."""
    kind = CODES.get(type(event))
    if kind is None or event.reversed_by is not None:
        return None
    key, title = subject_of(event)
    return Told(
        uid=uuid.uuid5(NAMESPACE, f"activity:{where(event)}:{kind}:{key}"),
        kind=kind,
        actor_id=event.learner_id,
        at=event.stored,
        record_id=event.record_id,
        subject={"title": title, **_more(event, key)},
    )


def of_badge(badge: Badge) -> Told | None:
    """Return what a feed tells of a first lesson; a finished course already speaks of its badge."""
    if badge.badge != FIRST_LESSON:
        return None
    return Told(
        uid=uuid.uuid5(NAMESPACE, f"activity:{badge.uid}"),
        kind=AWARD,
        actor_id=badge.learner_id,
        at=badge.stored,
        record_id=badge.record_id,
        subject={
            "badge": badge.badge,
            "title": badge.title,
            "course_key": str(badge.course_key),
            "course_title": badge.course_title,
            "course_slug": badge.course_slug,
        },
    )


def of_topic(*, uid: uuid.UUID, topic_id: int, author_id: int, at: datetime) -> Told:
    """Return what a feed tells of a topic; its words are read from the topic itself, so that edits show."""
    return Told(uid=topic_key(uid), kind=TOPIC, actor_id=author_id, at=at, topic_id=topic_id, subject={})


def topic_key(topic_uid: uuid.UUID) -> uuid.UUID:
    """Return the key of a topic in feeds."""
    return uuid.uuid5(NAMESPACE, f"activity:topic:{topic_uid}")


def told(events: Iterable[LearningEvent], badges: Iterable[Badge]) -> list[Told]:
    """Return everything a feed tells of a learner, each thing once, by the first that still stands."""
    things: dict[uuid.UUID, Told] = {}
    for thing in (*map(of_event, events), *map(of_badge, badges)):
        if thing:
            things.setdefault(thing.uid, thing)
    return list(things.values())


def places_of(thing: Told, *, person: str, seats: Iterable[Seat]) -> Iterator[Placed]:
    """Yield the entries of an accomplishment: at its person's place, and where a membership began before it."""
    yield Placed(place=person, key=thing.uid, at=thing.at, activity_id=thing.uid, about_id=thing.actor_id)
    for seat in seats:
        if seat.joined <= thing.at:
            yield Placed(
                place=seat.place,
                key=thing.uid,
                at=thing.at,
                activity_id=thing.uid,
                about_id=thing.actor_id,
                membership_id=seat.id,
            )


def _more(event: LearningEvent, key: uuid.UUID) -> dict[str, Any]:
    """Return what a feed needs to say of `event` besides its title."""
    if isinstance(event, ClaimConfirmed):
        return {"claim": str(key), "claim_kind": event.kind, "minutes": event.minutes}
    assert isinstance(event, CourseEvent)  # whatever else is told
    more: dict[str, Any] = {
        "course_key": str(event.course_key),
        "course_title": event.course_title,
        "course_slug": event.course_slug,
    }
    if isinstance(event, CourseCompleted):
        return more | {"activities": event.activities, "course_cover": event.course_cover}
    more["activity_key"] = str(key)
    if isinstance(event, AssessmentPassed):
        more["scaled"] = event.scaled
    return more
