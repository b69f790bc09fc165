"""What follows from a statement that was taken back: a confirmation does not outlive what it confirms."""

from courses.models import Decision
from courses.records import actions as records


def undo_groundless(learner_id: int) -> None:
    """Take back the confirmations of `learner_id` whose claim has been withdrawn, in the drain's transaction.

    A claim ends while the statement that voids it is being stored, where no other may be; so its confirmation follows
    with the effect of that statement, which is drained however the process fares.
    """
    groundless = Decision.objects.standing().filter(learner=learner_id, kind=Decision.Kind.CONFIRMED)
    for decision in groundless.exclude(claim__withdrawn_at=None).select_related("record"):
        if decision.record:
            records.void(decision.record)
