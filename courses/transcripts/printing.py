"""The transcript on paper: what somebody completed, by when, with what score, and what the totals are of.

fpdf2 joins the letters of Arabic and the scripts of India and turns what runs from right to left; `lettering` says in
which face each sign stands, and which cannot be drawn at all.
"""

from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses import place

from . import lettering, telling
from .paper import Block, Paper, piece
from .presenting.lines import outside_note
from .queries import Entry
from .standing import Mark, Passed

if TYPE_CHECKING:
    from community.models import User


def transcript(learner: "User", marks: list[Mark], outside: list[Entry], *, as_of: datetime) -> bytes:
    """Return the transcript of `learner` as a PDF, saying what was so just before `as_of`; `outside` was confirmed."""
    name, blocks = name_on_paper(learner), story(learner, marks, outside, as_of=as_of)
    foot = partial(_foot, name, _day(as_of))
    with TemporaryDirectory() as folder:
        said = "".join([foot(1234567890), *(piece.text for block in blocks for piece in block)])
        paper = Paper(lettering.cut_to(said, Path(folder)), foot=foot)
        paper.set_title(_("Transcript of %(name)s") % {"name": learner.display_name})
        paper.set_author(place.name())
        paper.set_lang(get_language() or "en")
        paper.add_page()
        for block in blocks:
            paper.write_together(block)
        return bytes(paper.output())


def name_on_paper(learner: "User") -> str:
    """Return what the learner is called where some of their name cannot be drawn: by what can, or by their account."""
    name = learner.display_name
    if not lettering.undrawable(name):
        return name
    rest = "".join(sign for sign in name if not lettering.undrawable(sign)).strip()
    if any(sign.isalpha() for sign in rest):
        return rest
    return learner.email if not lettering.undrawable(learner.email) else _("Account %(id)s") % {"id": learner.uid}


def note_on_name(learner: "User") -> str:
    """Return what the paper says where some signs of the learner's name cannot be drawn, "" where all can."""
    if not lettering.undrawable(learner.display_name):
        return ""
    text = _("Some signs of this name cannot be drawn on paper. The account is %(account)s.")
    account = learner.email if not lettering.undrawable(learner.email) else str(learner.uid)
    return text % {"account": account}


def story(learner: "User", marks: list[Mark], outside: list[Entry], *, as_of: datetime) -> list[Block]:
    """Return what the transcript says, in its order, as pieces for the page."""
    note = note_on_name(learner)
    body: list[Block] = [
        [piece(name_on_paper(learner), 20, named=True)],
        *([[piece(note, 9, soft=True)]] if note else []),
        [piece(_("Transcript of learning"), 11, soft=True)],
        [piece(_as_of(as_of), 9, soft=True, above=6)],
        [piece(line, 10, above=0 if number else 3) for number, line in enumerate(totals(marks, len(outside)))],
    ]
    completed = [mark for mark in marks if mark.completed_at]
    begun = [mark for mark in marks if not mark.completed_at]
    body += _section(_("Completed courses"), [_marks(mark) for mark in completed])
    body += _section(_("Begun and not completed"), [_marks(mark) for mark in begun])
    return body + _section(_("Learned elsewhere, confirmed"), [_outside(entry) for entry in outside])


def totals(marks: list[Mark], outside: int) -> list[str]:
    """Return the totals, each with what it is of, and how much was learned `outside` and confirmed."""
    completed = sum(mark.completed_at is not None for mark in marks)
    done, required = sum(mark.done for mark in marks), sum(mark.required for mark in marks)
    reported = sum(mark.reported for mark in marks)
    courses = ngettext("%(n)d of %(of)d course begun is completed.", "%(n)d of %(of)d courses begun are completed.",
                       len(marks)) % {"n": completed, "of": len(marks)}  # fmt: skip
    activities = ngettext(
        "%(n)d of the %(of)d activity these courses require is done.",
        "%(n)d of the %(of)d activities these courses require are done.",
        required,
    ) % {"n": done, "of": required}
    lines = [courses, activities]
    if reported:
        lines.append(
            ngettext(
                "%(n)d activity rests on what was reported from elsewhere; it is marked.",
                "%(n)d activities rest on what was reported from elsewhere; they are marked.",
                reported,
            )
            % {"n": reported}
        )
    if outside:
        text = ngettext(
            "%(n)d activity learned elsewhere is confirmed, each by the person named.",
            "%(n)d activities learned elsewhere are confirmed, each by the person named.",
            outside,
        )
        lines.append(text % {"n": outside})
    return lines


def _section(title: str, things: list[Block]) -> list[Block]:
    if not things:
        return []
    heading = piece(title, 13, above=9, ruled=True)
    return [[heading, *things[0]], *things[1:]]


def _marks(mark: Mark) -> Block:
    return _thing(mark.title, _course(mark), [_passed(one) for one in mark.passed])


def _outside(entry: Entry) -> Block:
    title = telling.thing(entry.statement["object"])
    return _thing(title, outside_note(entry), telling.responses(entry.statement))


def _thing(title: str, note: str, more: list[str]) -> Block:
    return [
        piece(title, 11, above=3, named=True),
        piece(note, 9, soft=True),
        *(piece(line, 9, indent=4) for line in more),
    ]


def _course(mark: Mark) -> str:
    words = {"done": mark.done, "required": mark.required, "began": _day(mark.began)}
    if mark.completed_at:
        words["day"] = _day(mark.completed_at)
        text = _("Completed on %(day)s, begun on %(began)s. %(done)d of %(required)d required activities.") % words
    else:
        text = _("Begun on %(began)s. %(done)d of %(required)d required activities.") % words
    if mark.reported:
        text += " " + ngettext(
            "%(n)d of them was reported from elsewhere.", "%(n)d of them were reported from elsewhere.", mark.reported
        ) % {"n": mark.reported}
    return text


def _passed(one: Passed) -> str:
    values = {"title": one.title, "day": _day(one.at), "score": telling.per_cent(one.scaled or 0)}
    text = _("%(title)s: passed on %(day)s") if one.scaled is None else _("%(title)s: %(score)s, passed on %(day)s")
    return text % values + (_(" (reported from elsewhere)") if one.reported else "")


def _as_of(at: datetime) -> str:
    local = localtime(at)
    values = {"day": _day(at), "time": f"{local:%H:%M}", "zone": local.tzname() or ""}
    return _("As of %(day)s, %(time)s %(zone)s. What was recorded up to then counts, and nothing after it.") % values


def _day(at: datetime) -> str:
    return date_format(localtime(at), "j F Y")


def _foot(name: str, day: str, number: int) -> str:
    return _("%(name)s, as of %(day)s. Page %(n)d") % {"name": name, "day": day, "n": number}
