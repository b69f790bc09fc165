"""Search for tests: everything that was promised to the index, findable at once."""

from search import engines, indexing
from search.models import Lease


def index_everything() -> None:
    """Keep every promise of the outbox, in the database and in the cluster where there is one."""
    Lease.objects.update(until=None)
    indexing.drain()
    if engines.configured():
        engines.cluster().refresh()


def remove_index() -> None:
    """Remove what the configured cluster keeps under our name."""
    from search.engines.connection import alias, client  # its client takes a second to import

    patient = client().options(request_timeout=20)
    for index in patient.indices.get(index=f"{alias()}-*"):
        patient.indices.delete(index=index)
