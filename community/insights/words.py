"""A manager's page in words: why someone needs help, what each number means, what stands in a cell."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.people.faces import Face, face_of

from . import reading
from .queries import Course, Grid, Person
from .reading import ACTIVE, FINISHED, LATE, ON_TIME, QUIET, Cell, Need

FIRST = 50  # people shown before "Show all"


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    """Someone who needs help, for `components/needs_help.html`."""

    person: Face
    last: str
    why: SafeString
    action_url: str
    action_label: str
    action_icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number with its meaning, for `components/facts.html`."""

    label: str
    value: int
    of: str
    url: str
    meta: SafeString | str
    interval: None = None


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
    facts: list[Fact] = field(default_factory=list)


def needs_help(grid: Grid) -> list[HelpRow]:
    """Return who needs help, those with the most reasons first."""
    found = [(person, need) for person in grid.people if (need := reading.need_of(person.cells, grid.as_of))]
    found.sort(key=lambda each: (-len(each[1].late), -len(each[1].failing), -len(each[1].stalled)))
    return [_help(grid, person, need) for person, need in found]


def facts(grid: Grid) -> list[Fact]:
    """Return the numbers of the group, each with its denominator and the rows behind it."""
    rows = [person.cells for person in grid.people]
    active = reading.active(rows, since=grid.monday)
    on_time, done = reading.on_time(rows, now=grid.as_of), reading.finished(rows)
    of_members = ngettext("of %(n)d member", "of %(n)d members", active.of) % {"n": active.of}
    return [
        Fact(
            label=_("Active this week"),
            value=active.count,
            of=of_members,
            url=f"?show={ACTIVE}#people",
            meta=_linked(_("Learned something assigned here since Monday."), QUIET, _("The others")),
        ),
        Fact(
            label=_("On time"),
            value=on_time.count,
            of=_("of %(n)d due") % {"n": on_time.of},
            url=f"?show={ON_TIME}#people",
            meta=_linked(_("Finished by its due date, of all that was due by now."), LATE, _("Late now")),
        ),
        Fact(
            label=_("Finished"),
            value=done.count,
            of=_("of %(n)d assigned") % {"n": done.of},
            url=f"?show={FINISHED}#people",
            meta=_("A course for one member counts once."),
        ),
    ]


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


def last_sign(cells: Iterable[Cell]) -> str:
    """Return "Last learned 1 November", "Learned today" or "Not started"."""
    last = reading.last_of(cells)
    if last is None:
        return _("Not started")
    days = (timezone.localdate() - timezone.localtime(last).date()).days
    if days < 1:
        return _("Learned today")
    return _("Learned yesterday") if days == 1 else _("Last learned %(day)s") % {"day": _day(last)}


_FILTERS = {
    ACTIVE: lambda: _("Active this week"),
    QUIET: lambda: _("Not active this week"),
    LATE: lambda: _("Late now"),
    ON_TIME: lambda: _("Finished on time"),
    FINISHED: lambda: _("Finished a course"),
}


def _help(grid: Grid, person: Person, need: Need) -> HelpRow:
    worst = (*need.late, *(cell for cell, _key, _n in need.failing), *need.stalled)[0]
    return HelpRow(
        person=face_of(person.membership.user),
        last=last_sign(person.cells),
        why=format_html_join(" ", "{}", ((reason,) for reason in _reasons(grid, person, need))),
        action_url=_evidence_url(person, worst),
        action_label=_("See what is missing"),
        action_icon="right",
    )


def _reasons(grid: Grid, person: Person, need: Need) -> Iterable[SafeString | str]:
    courses = {course.key: course for course in grid.courses}
    for cell in need.late:
        since = _day(cell.due) if cell.due else ""
        yield _sentence(_("{course} is late since {day}."), courses, person, cell, day=since)
    for cell, key, count in need.failing:
        title = courses[cell.course_key].titles.get(key, "")
        tries = ngettext("%(n)d failed try at {course}.", "%(n)d failed tries at {course}.", count) % {"n": count}
        yield _sentence(tries, courses, person, cell, title=title)
    for cell in need.stalled:
        last = _day(cell.last_at) if cell.last_at else ""
        yield _sentence(_("Nothing in {course} since {day}."), courses, person, cell, day=last)


def _sentence(
    text: str, courses: Mapping[uuid.UUID, Course], person: Person, cell: Cell, *, day: str = "", title: str = ""
) -> SafeString:
    name = title or courses[cell.course_key].title
    link = format_html('<a href="{}">{}</a>', _evidence_url(person, cell), name)
    return format_html(text, course=link, day=day)


def _row(grid: Grid, person: Person) -> RowText:
    pairs = zip(grid.courses, person.cells, strict=True)
    return RowText(face_of(person.membership.user), [_text(grid, person, *pair) for pair in pairs])


def _text(grid: Grid, person: Person, course: Course, cell: Cell) -> CellText:
    return CellText(
        title=course.title,
        url=_evidence_url(person, cell),
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
        return _("Late since %(day)s") % {"day": _short_day(cell.due)}
    if cell.last_at is None:
        return _("Due %(day)s") % {"day": _short_day(cell.due)} if cell.due else _("Not started")
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


def _evidence_url(person: Person, cell: Cell) -> str:
    group = person.membership.group.uid
    return reverse("insights:evidence", args=[group, person.membership.uid, cell.course_key])


def _linked(text: str, show: str, label: str) -> SafeString:
    return format_html('{} <a href="?show={}#people">{}</a>', text, show, label)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F")


def _short_day(at: datetime) -> str:
    local = timezone.localtime(at)
    return date_format(local, "j M" if local.year == timezone.localtime().year else "j M Y")


def spreadsheet(grid: Grid) -> Iterable[list[object]]:
    """Yield the grid as rows of a file, one for each person and course; times are UTC."""
    yield [
        _("Member"), _("Course"), _("Finished activities"), _("Required activities"), _("Course finished"), _("Due"),
        _("Late"), _("Last learned"), _("As of"),
    ]  # fmt: skip
    for person in grid.people:
        for course, cell in zip(grid.courses, person.cells, strict=True):
            late = _("yes") if cell.is_late(grid.as_of) else _("no") if cell.known else ""
            yield [
                person.membership.user.display_name,
                course.title,
                cell.done,
                cell.total,
                *(_iso(at) for at in (cell.finished_at, cell.due)),
                late,
                _iso(cell.last_at),
                _iso(grid.as_of),
            ]


def _iso(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else ""
