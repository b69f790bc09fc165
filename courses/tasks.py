"""Alarms: what a worker is told to do. Each takes ids and calls one action; forgetting one loses nothing."""

from django_tasks import task

from courses.records import effects


@task()
def drain_effects(learner_id: int) -> int:
    """Drain the effects of a learner."""
    return effects.drain(learner_id)


def alarm(learner_id: int) -> None:
    """Tell a worker that a learner has effects; in embedded mode they are drained here and now."""
    drain_effects.enqueue(learner_id)
