"""Every projection of the house, from the learner's progress up to the search index: what differs, and mending it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from community import projections as community
from community.models import User
from courses.catalog import projections as catalog
from courses.claims import consistency as claims
from courses.learning import projections as learning
from courses.models import Enrolment
from courses.records import effects
from search import indexing as search


def learners(uids: Sequence[UUID] | None = None) -> list[int]:
    """Return the ids of these people, or of everyone who has learned anything; a wrong uid is a LookupError."""
    if uids is None:
        enrolled = set(Enrolment.objects.order_by().values_list("learner", flat=True).distinct())
        return sorted(enrolled | set(community.learner_ids()))
    found = dict(User.objects.filter(uid__in=uids).values_list("uid", "pk"))
    if missing := set(uids) - set(found):
        raise LookupError(", ".join(map(str, sorted(missing))))
    return sorted(found.values())


def differences(learner_ids: Sequence[int] | None = None) -> Iterator[str]:
    """Yield each difference, learner by learner; for everyone first course by course, at last source by source."""
    if learner_ids is None:
        yield from catalog.differences()
    for learner_id in learners() if learner_ids is None else learner_ids:
        yield from learning.differences([learner_id])
        yield from claims.differences([learner_id])
        yield from community.differences(learner_id)
    if learner_ids is None:
        yield from community.source_differences()
        yield from search.differences()


def derive(learner_ids: Sequence[int] | None = None) -> int:
    """Derive again, write only the difference, and return how many rows that were."""
    written = catalog.rebuild() if learner_ids is None else 0
    for learner_id in learners() if learner_ids is None else learner_ids:
        written += learning.rebuild([learner_id])
        written += community.derive(learner_id)
    if learner_ids is None:
        written += community.derive_sources() + search.rebuild()
    return written


def pending(learner_ids: Sequence[int] | None = None) -> int:
    """Return how many effects, and for everyone how many of search's promises, are not yet kept."""
    waiting = effects.pending(None if learner_ids is None else list(learner_ids))
    return waiting + (search.pending() if learner_ids is None else 0)
