"""A manager's numbers and grid in words: what each number means, what stands in a cell."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.faces import Face, face_of

from .. import reading
from ..queries import Course, Grid, Person
from ..reading import ACTIVE, FINISHED, LATE, ON_TIME, QUIET, Cell

FIRST = 50  # people shown before "Show all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number with its meaning, for `components/facts.html`."""

    label: str
    value: int
    of: str
    url: str
    meta: SafeString | str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellText:
    """A cell, for `components/grid.html`."""

    title: str
    url: str
    done: int
    total: int
    finished: bool
    late: bool
    when: str


@dataclass(frozen=True, slots=True)
class RowText:
    """A member's row, for `components/grid.html`."""

    person: Face
    cells: list[CellText]


@dataclass(frozen=True, slots=True)
class Total:
    """A column's foot, for `components/grid.html`."""

    text: str
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """People and courses, for `components/grid.html`."""

    columns: list[str]
    rows: list[RowText]
    totals: list[Total]
    foot_label: str
    caption: str
    show: str
    filtered: str
    all_url: str = ""


def facts(grid: Grid) -> list[Fact]:
    """Return the numbers of the group, each with its denominator and the rows behind it; none of being on time while
    nothing was due.
    """
    rows = [person.cells for person in grid.people]
    active = reading.active(rows, since=grid.monday)
    on_time, done = reading.on_time(rows, now=grid.as_of), reading.finished(rows)
    of_members = ngettext("of %(n)d member", "of %(n)d members", active.of) % {"n": active.of}
    found = [
        Fact(
            label=_("Active this week"),
            value=active.count,
            of=of_members,
            url=f"?show={ACTIVE}#people",
            meta=_linked(_("Learned something assigned here since Monday."), QUIET, _("The others")),
        )
    ]
    if on_time.of:
        found.append(
            Fact(
                label=_("On time"),
                value=on_time.count,
                of=_("of %(n)d due") % {"n": on_time.of},
                url=f"?show={ON_TIME}#people",
                meta=_linked(_("Finished by its due date, of all that was due by now."), LATE, _("Late now")),
            )
        )
    found.append(
        Fact(
            label=_("Finished"),
            value=done.count,
            of=_("of %(n)d assigned") % {"n": done.of},
            url=f"?show={FINISHED}#people",
            meta=_("A course for one member counts once."),
        )
    )
    return found


def table(grid: Grid, *, show: str = "", everyone: bool = False) -> Table:
    """Return the people and courses, all or those behind one number; the foot counts all, whatever is shown."""
    shown = [person for person in grid.people if reading.shows(person.cells, show, now=grid.as_of, since=grid.monday)]
    first = shown if everyone else shown[:FIRST]
    return Table(
        columns=[course.title for course in grid.courses],
        rows=[_row(grid, person) for person in first],
        totals=[_total(grid, place) for place, _course in enumerate(grid.courses)],
        foot_label=_("All %(n)d") % {"n": len(grid.people)},
        caption=_caption(grid, len(first)),
        show=show,
        filtered=_FILTERS[show]() if show in _FILTERS else "",
        all_url=f"?show={show}&all=1#people" if len(first) < len(shown) else "",
    )


def evidence_url(person: Person, cell: Cell) -> str:
    """Return the address of what stands behind a member's cell."""
    group = person.membership.group.uid
    return reverse("insights:evidence", args=[group, person.membership.uid, cell.course_key])


_FILTERS = {
    ACTIVE: lambda: _("Active this week"),
    QUIET: lambda: _("Not active this week"),
    LATE: lambda: _("Late now"),
    ON_TIME: lambda: _("Finished on time"),
    FINISHED: lambda: _("Finished a course"),
}


def _row(grid: Grid, person: Person) -> RowText:
    pairs = zip(grid.courses, person.cells, strict=True)
    return RowText(face_of(person.membership.user), [_text(grid, person, *pair) for pair in pairs])


def _text(grid: Grid, person: Person, course: Course, cell: Cell) -> CellText:
    return CellText(
        title=course.title,
        url=evidence_url(person, cell),
        done=cell.done,
        total=cell.total,
        finished=cell.finished_at is not None,
        late=cell.is_late(grid.as_of),
        when=_when(cell, grid.as_of),
    )


def _when(cell: Cell, now: datetime) -> str:
    if cell.finished_at:
        return _short_day(cell.finished_at)
    if cell.is_late(now) and cell.due:
        return _("Late since %(day)s") % {"day": _due_day(cell.due)}
    if cell.too_late and cell.due:
        return _("Joined after it was due")
    if cell.last_at is None:
        return _("Due %(day)s") % {"day": _due_day(cell.due)} if cell.due else _("Not started")
    days = (timezone.localdate() - timezone.localtime(cell.last_at).date()).days
    if days < 1:
        return _("Today")
    return _("Yesterday") if days == 1 else _("%(n)d days ago") % {"n": days}


def _total(grid: Grid, place: int) -> Total:
    cells = [person.cells[place] for person in grid.people]
    share = reading.finished([cells])
    late = sum(cell.is_late(grid.as_of) for cell in cells)
    words = ngettext("%(n)d late", "%(n)d late", late) % {"n": late} if late else _("none late")
    return Total(_("%(n)d of %(of)d finished") % {"n": share.count, "of": share.of}, words)


def _caption(grid: Grid, shown: int) -> str:
    text = _("%(shown)d of %(members)d members shown. Activities finished, of those required.") % {
        "shown": shown,
        "members": grid.members,
    }
    hidden = grid.members - len(grid.people)
    if hidden:
        text += " " + ngettext(
            "%(n)d member shows managers nothing.", "%(n)d members show managers nothing.", hidden
        ) % {"n": hidden}
    if any(not cell.known for person in grid.people for cell in person.cells):
        text += " " + _("Who only shares by name shows what the group’s feed shows, without due dates.")
    return text


def _linked(text: str, show: str, label: str) -> SafeString:
    return format_html('{} <a href="?show={}#people">{}</a>', text, show, label)


def _due_day(due: datetime) -> str:
    return date_format(due.date(), "j M" if due.year == timezone.localtime().year else "j M Y")


def _short_day(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "j M" if local.year == timezone.localtime().year else "j M Y")
