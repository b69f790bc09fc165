"""The record as its learner reads it: days, and a line for each statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import exporting, telling
from .queries import Entry
from .standing import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A statement: what, when, who says so; `taken_back` says when it was taken back, "" while it stands."""

    key: str
    sentence: str
    at: datetime
    details: list[str]
    vouched: str
    voucher: str
    taken_back: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something entered the record."""

    name: str
    date: str
    lines: list[Line]


def days(entries: Iterable[Entry]) -> list[Day]:
    """Return `entries` by the reader's own day, in the order they have."""
    found = []
    for day, some in groupby(entries, key=lambda entry: timezone.localtime(entry.record.stored).date()):
        name, rest = _named(day)
        found.append(Day(name, rest, [_line(entry, day) for entry in some]))
    return found


def summary(marks: list[Mark]) -> str:
    """Return how far all the courses had come, each number with what it is of."""
    if not marks:
        return _("No course begun.")
    completed = sum(mark.completed_at is not None for mark in marks)
    courses = ngettext("%(n)d of %(of)d course completed", "%(n)d of %(of)d courses completed", len(marks))
    done = _("%(n)d of %(of)d activities done")
    return ", ".join(
        [
            courses % {"n": completed, "of": len(marks)},
            done % {"n": sum(mark.done for mark in marks), "of": sum(mark.required for mark in marks)},
        ]
    )


def _named(day: date) -> tuple[str, str]:
    today = timezone.localdate()
    full = date_format(day, "l j F Y" if day.year != today.year else "l j F")
    if day == today:
        return _("Today"), full
    return (_("Yesterday"), full) if day == today - timedelta(days=1) else (full, "")


def _line(entry: Entry, day: date) -> Line:
    record = entry.record
    details = [] if entry.voids else telling.details(entry.statement)
    happened = timezone.localtime(record.timestamp)
    if happened.date() != day:
        details.append(_("It is said to have happened on %(day)s") % {"day": date_format(happened, "j F Y")})
    return Line(
        key=str(record.uid),
        sentence=exporting.sentence(entry),
        at=record.stored,
        details=details,
        vouched=telling.vouched(entry.voucher),
        voucher=entry.voucher.kind,
        taken_back=_("Taken back on %(day)s") % {"day": date_format(timezone.localtime(entry.taken_back), "j F Y")}
        if entry.taken_back
        else "",
    )
