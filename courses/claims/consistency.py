"""Claims, decisions and observations against their records: each has its statement, both standing or neither."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q

from courses.models import Claim, Decision, Observation


def differences(learner_ids: Iterable[int]) -> Iterator[str]:
    """Yield a sentence for each claim or decision of the learners that does not follow from the records."""
    ids = list(learner_ids)
    for claim in Claim.objects.filter(learner__in=ids).select_related("record").order_by("pk"):
        if claim.record is None:
            yield f"claim {claim.uid}: has no record"
        elif (claim.withdrawn_at is None) != (claim.record.voided_by_id is None):
            yield f"claim {claim.uid}: is withdrawn on one side only"
    confirmed = Decision.objects.filter(kind=Decision.Kind.CONFIRMED, learner__in=ids).select_related("record")
    for decision in confirmed.order_by("pk"):
        if decision.record is None:
            yield f"decision {decision.uid}: has no record"
        elif (decision.voided_at is None) != (decision.record.voided_by_id is None):
            yield f"decision {decision.uid}: is voided on one side only"
    agreed = Observation.objects.filter(learner__in=ids).exclude(confirmed_at=None).select_related("record")
    for observation in agreed.order_by("pk"):
        if observation.record is None:
            yield f"observation {observation.uid}: has no record"
        elif (observation.voided_at is None) != (observation.record.voided_by_id is None):
            yield f"observation {observation.uid}: is voided on one side only"
    standing = Decision.objects.standing().filter(claim=OuterRef("pk"), kind=Decision.Kind.CONFIRMED)
    said = Claim.objects.filter(learner__in=ids).annotate(stands=Exists(standing))
    for claim in said.filter(Q(confirmed_at=None, stands=True) | Q(confirmed_at__isnull=False, stands=False)):
        yield f"claim {claim.uid}: is confirmed on one side only"
    for claim in said.filter(Q(confirmed_at__isnull=False) | Q(stands=True)).exclude(withdrawn_at=None):
        yield f"claim {claim.uid}: is withdrawn and its confirmation stands"
