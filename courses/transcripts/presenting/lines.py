"""The record as its learner reads it: days, and a line for each statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import telling
from ..actions import Brought
from ..queries import Entry
from ..standing import Mark


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


@dataclass(frozen=True, slots=True)
class Outside:
    """Something learned outside that was confirmed: what, and when, how long and by whom."""

    title: str
    note: str


def days(entries: Iterable[Entry]) -> list[Day]:
    """Return `entries` by the reader's own day, in the order they have."""
    found = []
    for day, some in groupby(entries, key=lambda entry: timezone.localtime(entry.record.stored).date()):
        name, rest = _named(day)
        found.append(Day(name, rest, [_line(entry, day) for entry in some]))
    return found


def sentence(entry: Entry) -> str:
    """Return what an entry says, in words."""
    if entry.voids and entry.statement:
        return telling.taking_back(entry.by, telling.sentence(entry.target) if entry.target else "")
    return telling.sentence(entry.statement)


def told(brought: Brought) -> str:
    """Return what became of a file of statements in a sentence."""
    taken = ngettext("%(n)d statement taken", "%(n)d statements taken", brought.taken) % {"n": brought.taken}
    rest = [_("%(n)d here already") % {"n": brought.known}] if brought.known else []
    rest += [_("%(n)d refused") % {"n": len(brought.refused)}] if brought.refused else []
    return ", ".join([taken, *rest]) + "."


def outside(entries: Iterable[Entry]) -> list[Outside]:
    """Return what was confirmed, as `queries.confirmed` has it, in its order."""
    return [Outside(telling.thing(entry.statement["object"]), outside_note(entry)) for entry in entries]


def outside_note(entry: Entry) -> str:
    """Return when something was learned outside, how long it took and who confirmed it."""
    day = date_format(timezone.localtime(entry.record.timestamp), "j F Y")
    return " · ".join(filter(None, [day, telling.length_of(entry.statement), telling.vouched(entry.voucher)]))


def summary(marks: list[Mark], outside: int) -> str:
    """Return how far all the courses had come, each number with what it is of, and how much `outside` is confirmed."""
    more = ngettext(
        "%(n)d activity learned elsewhere confirmed", "%(n)d activities learned elsewhere confirmed", outside
    )
    confirmed = [more % {"n": outside}] if outside else []
    if not marks:
        return ", ".join(confirmed) or _("No course begun.")
    completed = sum(mark.completed_at is not None for mark in marks)
    courses = ngettext("%(n)d of %(of)d course completed", "%(n)d of %(of)d courses completed", len(marks))
    done = _("%(n)d of %(of)d activities done")
    return ", ".join(
        [
            courses % {"n": completed, "of": len(marks)},
            done % {"n": sum(mark.done for mark in marks), "of": sum(mark.required for mark in marks)},
            *confirmed,
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
        sentence=sentence(entry),
        at=record.stored,
        details=details,
        vouched=telling.vouched(entry.voucher),
        voucher=entry.voucher.kind,
        taken_back=_("Taken back on %(day)s") % {"day": date_format(timezone.localtime(entry.taken_back), "j F Y")}
        if entry.taken_back
        else "",
    )
