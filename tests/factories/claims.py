"""What was learned outside, for tests, by the actions that people log and decide by."""

import uuid
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from courses.claims import actions
from courses.models import Claim, Decision
from courses.records import effects


def logged(
    learner: Any,
    title: str = "First aid",
    *,
    group: Any = None,
    happened_on: date | None = None,
    at: datetime | None = None,
    **more: Any,
) -> Claim:
    """Return what `learner` logged, at the place of `group` or for themselves alone, with its effects."""
    said = {"client_uid": uuid.uuid4(), "kind": "workshop", "learned": "To stay calm.", "minutes": 90, **more}
    claim = actions.log(
        learner,
        title=title,
        happened_on=happened_on or timezone.localdate(),
        place=group.place if group else "",
        at=at,
        **said,
    )
    effects.drain(learner.pk)
    return claim


def confirmed(claim: Claim, *, by: Any, at: datetime | None = None) -> Decision:
    """Return the decision of `by` to confirm, with its effects."""
    decision = actions.confirm(claim, by=by, revision=claim.revision, at=at)
    effects.drain(claim.learner_id)
    return decision
