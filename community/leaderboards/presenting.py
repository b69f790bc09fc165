"""What a board says in words: its period, its denominator, when it was read."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .queries import Board, points_text
from .standings import ALL, days_of


@dataclass(frozen=True, slots=True)
class Option:
    """A period to choose, for `components/segment.html`."""

    label: str
    url: str
    current: bool


def options(period: str) -> list[Option]:
    """Return the two periods a board is read in."""
    return [Option(_("This week"), "?", period != ALL), Option(_("All time"), f"?period={ALL}", period == ALL)]


def summary(board: Board) -> str:
    """Return "16 to 22 November · 16 people on the board · as of 18:52"."""
    people = ngettext("%(n)d person on the board", "%(n)d people on the board", board.people) % {"n": board.people}
    as_of = _("as of %(time)s") % {"time": date_format(timezone.localtime(board.as_of), "H:i")}
    return " · ".join([_span(board.period), people, as_of])


def alone(board: Board) -> str:
    """Return the viewer's own points in words, for who is not on the board."""
    if not board.mine.things:
        return _("No points yet") if board.period == ALL else _("No points this week yet")
    number = board.mine.things
    things = ngettext("from %(n)d activity", "from %(n)d activities", number) % {"n": number}
    when = _("in all") if board.period == ALL else _("this week")
    unit = points_text(board.mine.points).split(" ", 1)[-1]
    return f"{unit} {when}, {things}"


def _span(period: str) -> str:
    if period == ALL:
        return _("All time")
    first, last = days_of(period)
    start = date_format(first, "j" if first.month == last.month else "j F")
    return _("%(first)s to %(last)s") % {"first": start, "last": date_format(last, "j F")}
