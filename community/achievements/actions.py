"""Giving what was earned, as the drain hands it up. Called inside its transaction, under the learner's lock."""

from dataclasses import asdict

from community.models import Award, PointEntry
from courses.events import LearningEvent

from . import queries
from .badges import Badge, deserved
from .points import Earned, earned
from .projections import AWARDS, POINTS


def give_points(event: LearningEvent) -> Earned | None:
    """Write what `event` earns into the ledger and return it; nothing where it is there already."""
    line = earned(event, queries.rules())
    if line is None or PointEntry.objects.filter(pk=line.uid).exists():
        return None
    POINTS.add([asdict(line)])
    return line


def give_badge(event: LearningEvent) -> Badge | None:
    """Give the badge `event` deserves and return it; nothing where its subject has one."""
    badge = deserved(event)
    if badge is None or Award.objects.filter(pk=badge.uid).exists():
        return None
    AWARDS.add([asdict(badge)])
    return badge
