"""What a failing database or a full disk is to whoever asked: nothing they did, and over by itself or by a hand."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from django.db import InterfaceError, OperationalError

FULL = (errno.ENOSPC, errno.EDQUOT)
SAYS_FULL = ("disk is full", "No space left on device", "could not extend file")
# SQLSTATE of a statement that was at fault, or ran too long, on a database that is there: class 57014, class 54.
STATEMENTS_OWN = ("57014", "54")
SOON = 5  # seconds: a restart takes about as long


@dataclass(frozen=True, slots=True)
class Outage:
    """The status that says so, and after how many seconds asking again makes sense (0: nobody knows)."""

    status: HTTPStatus
    wait: int = 0


def outage(error: BaseException | None) -> Outage | None:
    """Return what `error` or one that led to it says: 507 where no room is left, 503 where the database is away."""
    for each in _chain(error):
        if isinstance(each, OSError) and each.errno in FULL:
            return Outage(HTTPStatus.INSUFFICIENT_STORAGE)
        if isinstance(each, OperationalError | InterfaceError):
            if any(words in str(each) for words in SAYS_FULL):
                return Outage(HTTPStatus.INSUFFICIENT_STORAGE)
            if not _sqlstate(each).startswith(STATEMENTS_OWN) and "no such" not in str(each):
                return Outage(HTTPStatus.SERVICE_UNAVAILABLE, SOON)
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _sqlstate(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")
