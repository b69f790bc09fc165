"""The alarm of the outbox: the promises stand without it, and every tick keeps them too."""

from django_tasks import default_task_backend, task

from . import indexing, pushing


def sound() -> None:
    """Have the outbox drained now; where tasks run in the request, the cluster is left to the next tick."""
    derive.enqueue()
    if default_task_backend.supports_defer:
        push.enqueue()


@task()
def derive() -> None:
    """Derive the entries of every thing in the outbox."""
    indexing.derive()


@task()
def push() -> None:
    """Tell the cluster of every derived change."""
    pushing.push()
