"""The learner's lock and counter: their Sequence row. On SQLite the IMMEDIATE transaction is the lock."""

from collections.abc import Iterable

from courses.models import Sequence


def hold(learner_ids: Iterable[int]) -> dict[int, Sequence]:
    """Lock the learners in ascending id until the transaction ends; return their sequences by learner."""
    ids = sorted(set(learner_ids))
    held = _lock(ids)
    if len(held) < len(ids):
        Sequence.objects.bulk_create(
            [Sequence(learner_id=learner_id) for learner_id in ids if learner_id not in held], ignore_conflicts=True
        )
        held = _lock(ids)
    return held


def _lock(ids: list[int]) -> dict[int, Sequence]:
    rows = Sequence.objects.select_for_update(no_key=True).filter(learner_id__in=ids).order_by("learner_id")
    return {row.learner_id: row for row in rows}
