"""Look up what notices are about, through the policy of each subject, whenever they are shown or mailed.

A reader takes rows of its kinds and returns what may be said of each; a row it leaves out "is no longer
available". Each asks a fixed number of queries, however many rows there are. Features register their own.
"""

from collections.abc import Callable, Iterable, Mapping

from community.models import User

from .presenting import Heard, Told

Reader = Callable[[User, list[Heard]], dict[int, Told]]

READERS: dict[str, Reader] = {}


def register(readers: Mapping[str, Reader]) -> None:
    """Let each of `readers` tell of its kind of notices."""
    READERS.update(readers)


def tell(user: User, rows: Iterable[Heard]) -> dict[int, Told]:
    """Return what may be said of each row to `user` now; those of which nothing may be said are missing."""
    by_reader: dict[Reader, list[Heard]] = {}
    for row in rows:
        by_reader.setdefault(READERS[row.verb], []).append(row)
    told: dict[int, Told] = {}
    for reader, its_rows in by_reader.items():
        told |= reader(user, its_rows)
    return told
