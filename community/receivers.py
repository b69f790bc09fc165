"""Every arrow from a learning event: award, points, standing, feed, notices, inside the drain's transaction.

Search has no arrow here: accomplishments are not searched, and people's entries follow memberships only. Telling
pages to look again waits for the commit.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone

from community import projections
from community.achievements import actions as achievements
from community.achievements.badges import Badge
from community.feed import actions as feed
from community.feed import queries as feeds
from community.feed.activities import Told
from community.groups import assignments
from community.groups import queries as groups
from community.leaderboards import actions as leaderboards
from community.live import actions as live
from community.models import User
from community.notifications.actions import notify
from community.notifications.withdrawing import settle
from courses import events

REPLAYED = timedelta(hours=1)  # what is told so much later is a replay: nobody is mailed about it


@receiver(events.happened)
def keep(sender: object, *, event: events.LearningEvent, **kwargs: Any) -> None:
    """Write everything that follows from what a learner did; a repeat writes and tells nothing."""
    learner = User.objects.get(pk=event.learner_id)
    memberships = list(groups.groups_of(learner))
    badge = achievements.give_badge(event)
    if line := achievements.give_points(event):
        leaderboards.count(line, memberships=memberships)
    told = feed.record_activity(event, badge=badge, learner=learner, memberships=memberships)
    _tell_learner(badge, learner)
    for thing in told:
        _tell_others(thing, learner)


@receiver(events.reversed_for)
def take_back(sender: object, *, learner_id: int, **kwargs: Any) -> None:
    """Derive a learner again after a voiding, and write the difference."""
    projections.derive(learner_id)
    learner = User.objects.get(pk=learner_id)
    settle(user=learner)
    settle(finished_by=learner)


@receiver(events.listed)
def hear_of_course(sender: object, *, course_key: UUID, published: bool, **kwargs: Any) -> None:
    """Let a course that is published no longer be told to nobody, until it is again."""
    assignments.come_and_go(course_key, published=published)


@receiver(events.drained)
def look_again(sender: object, *, learner_id: int, **kwargs: Any) -> None:
    """Tell the pages of those who see the learner that there may be something new."""
    live.refresh(*feeds.topics_showing(learner_id))


def _tell_learner(badge: Badge | None, learner: User) -> None:
    if badge:
        notify(
            [learner],
            verb="earned",
            actor=None,
            thread=f"award:{badge.uid}",
            data={"award": str(badge.uid)},
            at=_replayed(badge.stored),
        )


def _tell_others(thing: Told, learner: User) -> None:
    """A finished course is told to everyone who sees it somewhere; smaller things wait in the feed."""
    if thing.kind == "course":
        notify(
            feeds.audience(thing.uid, about=learner),
            verb="finished",
            actor=learner,
            thread=f"activity:{thing.uid}",
            data={"activity": str(thing.uid)},
            at=_replayed(thing.at),
        )


def _replayed(stored: datetime) -> datetime | None:
    return stored if timezone.now() - stored > REPLAYED else None
