"""The transcript on paper: what somebody completed, by when, with what score, and what the totals are of.

fpdf2 joins the letters of Arabic and the scripts of India and turns what runs from right to left; `lettering` says in
which face each sign stands, and which cannot be drawn at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _
from fpdf import FPDF

from courses import place

from . import lettering, telling
from .presenting.lines import outside_note
from .queries import Entry
from .standing import Mark, Passed

if TYPE_CHECKING:
    from community.models import User

INK, SOFT, LINE = (35, 29, 24), (106, 98, 90), (217, 210, 199)
SIDE, ENDS = 22, 24  # millimetres of margin
POINT = 25.4 / 72  # in millimetres


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph: its size in points, its lead as a multiple, what stands above it and before it in millimetres."""

    text: str
    size: float
    soft: bool = False
    above: float = 0
    indent: float = 0
    ruled: bool = False  # a line below it
    named: bool = False  # a name, which runs as its own letters do; a sentence runs as its language does

    @property
    def lead(self) -> float:
        """How high a line is, in millimetres."""
        return self.size * (1.45 if self.size < 12 else 1.35) * POINT


Block = Sequence[Piece]  # what stays together on a page


def transcript(learner: "User", marks: list[Mark], outside: list[Entry], *, as_of: datetime) -> bytes:
    """Return the transcript of `learner` as a PDF, saying what was so just before `as_of`; `outside` was confirmed."""
    name, blocks = name_on_paper(learner), story(learner, marks, outside, as_of=as_of)
    foot = partial(_foot, name, _day(as_of))
    with TemporaryDirectory() as folder:
        said = "".join([foot(1234567890), *(piece.text for block in blocks for piece in block)])
        paper = _Paper(lettering.cut_to(said, Path(folder)), foot=foot)
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
        [_piece(name_on_paper(learner), 20, named=True)],
        *([[_piece(note, 9, soft=True)]] if note else []),
        [_piece(_("Transcript of learning"), 11, soft=True)],
        [_piece(_as_of(as_of), 9, soft=True, above=6)],
        [_piece(line, 10, above=0 if number else 3) for number, line in enumerate(totals(marks, len(outside)))],
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
    heading = _piece(title, 13, above=9, ruled=True)
    return [[heading, *things[0]], *things[1:]]


def _marks(mark: Mark) -> Block:
    return _thing(mark.title, _course(mark), [_passed(one) for one in mark.passed])


def _outside(entry: Entry) -> Block:
    title = telling.thing(entry.statement["object"])
    return _thing(title, outside_note(entry), telling.responses(entry.statement))


def _thing(title: str, note: str, more: list[str]) -> Block:
    return [
        _piece(title, 11, above=3, named=True),
        _piece(note, 9, soft=True),
        *(_piece(line, 9, indent=4) for line in more),
    ]


def _piece(
    text: str,
    size: float,
    *,
    soft: bool = False,
    above: float = 0,
    indent: float = 0,
    ruled: bool = False,
    named: bool = False,
) -> Piece:
    text = lettering.drawn(" ".join(text.split()))
    if not named or lettering.runs_both_ways(text):
        text = lettering.unjoined(text)
    return Piece(text=text, size=size, soft=soft, above=above, indent=indent, ruled=ruled, named=named)


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


class _Paper(FPDF):
    """Sheets of A4 with a foot, on which pieces are written one below the other."""

    def __init__(self, faces: Sequence[tuple[str, Path]], *, foot: Callable[[int], str]) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self.set_margins(SIDE, ENDS, SIDE)
        self.set_auto_page_break(True, ENDS)
        for name, file in faces:
            self.add_font(name, fname=file)
        self.set_font(faces[0][0])
        self.set_fallback_fonts([name for name, _file in faces[1:]])

    def footer(self) -> None:
        """Say on each sheet whose it is, of when, and which."""
        self.set_y(-15)
        self._write(_piece(self._foot(self.page_no()), 8, soft=True))

    def write_together(self, block: Block) -> None:
        """Write pieces on one sheet, where they fit on one."""
        height = sum(piece.above + self._height(piece) for piece in block)
        if self.will_page_break(height) and height < self.eph:
            self.add_page()
        for piece in block:
            self.ln(piece.above)
            self._write(piece)
            if piece.ruled:
                self.set_draw_color(LINE)
                self.line(self.l_margin, self.y + 1, self.w - self.r_margin, self.y + 1)
                self.ln(1)

    def _height(self, piece: Piece) -> float:
        self.set_font_size(piece.size)
        self.set_text_shaping(True)
        width = self.epw - piece.indent
        height = self.multi_cell(width, piece.lead, piece.text, align="L", dry_run=True, output="HEIGHT")
        return cast(float, height)

    def _write(self, piece: Piece) -> None:
        self.set_font_size(piece.size)
        self.set_text_shaping(True, direction=None if piece.named else "rtl" if get_language_bidi() else "ltr")
        self.set_text_color(SOFT if piece.soft else INK)
        self.set_x(self.l_margin + piece.indent)
        self.multi_cell(self.epw - piece.indent, piece.lead, piece.text, align="L", new_x="LMARGIN", new_y="NEXT")
