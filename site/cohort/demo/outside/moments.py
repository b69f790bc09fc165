"""What happens outside the computer as steps of the one timeline: logging, deciding, observing, agreeing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from cohort.demo import steps

from . import written

SOON = timedelta(minutes=20)


def moments(midnight: datetime, seed: int) -> Iterator[steps.Step]:
    """Yield every step about what is learned outside, in no order of time."""
    random = Random(f"{seed}:outside")
    for claim in written.claims():
        yield steps.Log(by=claim.by, at=midnight + claim.at, claim=claim.key, midnight=midnight)
        for number, turn in enumerate(claim.turns):
            kind = steps.Amend if turn.does == written.AMENDS else steps.Decide
            yield kind(by=turn.by, at=midnight + turn.at, claim=claim.key, turn=number)
        for liker in claim.liked_by:
            later = SOON + timedelta(minutes=round(random.expovariate(1 / 240)))
            yield steps.ApplaudClaim(by=liker, at=midnight + claim.turns[-1].at + later, claim=claim.key)
    for checklist in written.checklists():
        yield steps.MakeChecklist(by=checklist.by, at=midnight + checklist.at, checklist=checklist.key)
        for number, seen in enumerate(checklist.observed):
            at = midnight + seen.at
            yield steps.Observe(by=checklist.by, at=at, checklist=checklist.key, observed=number, midnight=midnight)
            if seen.agrees:
                at = midnight + seen.agrees
                yield steps.Agree(by=seen.of, at=at, checklist=checklist.key, observed=number)
