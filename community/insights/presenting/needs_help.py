"""Who needs help, and why, in words: what a manager reads first."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.faces import Face, face_of

from .. import reading
from ..queries import Course, Grid, Person
from ..reading import Cell, Need
from .numbers import evidence_url


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRow:
    """Someone who needs help, for `components/needs_help.html`."""

    person: Face
    last: str
    why: SafeString
    action_url: str
    action_label: str
    action_icon: str = ""


def rows(grid: Grid) -> list[HelpRow]:
    """Return who needs help, those with the most reasons first."""
    found = [(person, need) for person in grid.people if (need := reading.need_of(person.cells, grid.as_of))]
    found.sort(key=lambda each: (-len(each[1].late), -len(each[1].failing), -len(each[1].stalled)))
    return [_row(grid, person, need) for person, need in found]


def last_sign(cells: Iterable[Cell]) -> str:
    """Return "Last learned 1 November", "Learned today" or "Not started"."""
    last = reading.last_of(cells)
    if last is None:
        return _("Not started")
    days = (timezone.localdate() - timezone.localtime(last).date()).days
    if days < 1:
        return _("Learned today")
    return _("Learned yesterday") if days == 1 else _("Last learned %(day)s") % {"day": _day(last)}


def _row(grid: Grid, person: Person, need: Need) -> HelpRow:
    worst = (*need.late, *(cell for cell, _key, _n in need.failing), *need.stalled)[0]
    return HelpRow(
        person=face_of(person.membership.user),
        last=last_sign(person.cells),
        why=format_html_join(" ", "{}", ((reason,) for reason in _reasons(grid, person, need))),
        action_url=evidence_url(person, worst),
        action_label=_("See what is missing"),
        action_icon="right",
    )


def _reasons(grid: Grid, person: Person, need: Need) -> Iterable[SafeString | str]:
    courses = {course.key: course for course in grid.courses}
    for cell in need.late:
        since = date_format(cell.due.date(), "j F") if cell.due else ""
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
    link = format_html('<a href="{}">{}</a>', evidence_url(person, cell), name)
    return format_html(text, course=link, day=day)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F")
