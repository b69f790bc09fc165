"""Which notices of many people may still be told: what `readers` answer for one person, without their words.

Each kind that many may be told of at once asks a fixed number of queries, however many people there are. Features
register their own.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from uuid import UUID

from community.models import Notification

from .presenting import uid, uids
from .queries import heard, telling

Standing = Callable[[list[Notification]], set[int]]

STANDING: dict[str, Standing] = {}


def register(standing: Mapping[str, Standing]) -> None:
    """Let each of `standing` say of its kind of notices which may still be told."""
    STANDING.update(standing)


def tellable(rows: Iterable[Notification]) -> set[int]:
    """Return the ids of those of `rows` that may be told to whoever has them, as `telling` says of one person.

    What waits for a few who lead is asked of each of them.
    """
    by_kind: dict[Standing, list[Notification]] = {}
    for row in rows:
        by_kind.setdefault(STANDING[row.verb], []).append(row)
    return {pk for standing, its_rows in by_kind.items() for pk in standing(its_rows)}


def theirs(rows: list[Notification], name: str, whose: Mapping[UUID, int]) -> set[int]:
    """Return those of `rows` whose subject, called `name` in their data, is the recipient's own."""
    return {row.pk for row in rows if whose.get(uid_in(row, name)) == row.recipient_id}


def of_each(rows: list[Notification]) -> set[int]:
    """Return those of `rows` that may be told, asked of each recipient."""
    found: set[int] = set()
    by_person = sorted(rows, key=lambda row: row.recipient_id)
    for _pk, own in groupby(by_person, key=lambda row: row.recipient_id):
        its_rows = list(own)
        found |= telling(its_rows[0].recipient, its_rows).keys()
    return found


def uid_in(row: Notification, name: str) -> UUID:
    """Return the uid that `row` names by `name`."""
    return uid(heard(row), name)


def uids_in(rows: list[Notification], name: str) -> set[UUID]:
    """Return the uids that `rows` name by `name`."""
    return uids([heard(row) for row in rows], name)
