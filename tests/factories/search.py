"""Search for tests: everything that was promised to the index, findable at once."""

from search import engines, indexing
from search.models import Lease


def index_everything() -> None:
    """Keep every promise of the outbox, in the database and in the cluster where there is one."""
    Lease.objects.update(until=None)
    indexing.drain()
    if engines.configured():
        engines.cluster().refresh()
