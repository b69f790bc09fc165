"""The transcript on paper: what somebody completed, by when, with what score, and what the totals are of.

Noto Sans is embedded; it draws Latin, Greek, Cyrillic and Vietnamese. Chinese, Japanese and Korean are written in the
standard character collections that every reader draws with a font of its own.
"""

import io
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from . import presenting, telling
from .queries import Entry
from .standing import Mark, Passed

if TYPE_CHECKING:
    from community.models import User

INK, SOFT, LINE = HexColor("#231d18"), HexColor("#6a625a"), HexColor("#d9d2c7")
FACE = "Noto Sans"
_FONTS = "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"
# By what a run of letters is drawn that Noto Sans does not have; Han alone is drawn as in Chinese.
_COLLECTIONS = (
    (re.compile(r"[ᄀ-ᇿ㄰-㆏가-힯]"), "HYGothic-Medium"),
    (re.compile(r"[぀-ヿㇰ-ㇿ]"), "HeiseiKakuGo-W5"),
    (re.compile(r"[⺀-⿟　-〿㐀-䶿一-鿿豈-﫿！-｠]"), "STSong-Light"),
)
_ASIAN = re.compile(r"[ᄀ-ᇿ⺀-⿟　-鿿가-힯豈-﫿！-｠]+")


def transcript(learner: "User", marks: list[Mark], outside: list[Entry], *, as_of: datetime) -> bytes:
    """Return the transcript of `learner` as a PDF, saying what was so just before `as_of`; `outside` was confirmed."""
    out = io.BytesIO()
    title = _("Transcript of %(name)s") % {"name": learner.display_name}
    page = SimpleDocTemplate(
        out, pagesize=A4, title=title, author="Cohort", lang=get_language() or "en", leftMargin=22 * mm,
        rightMargin=22 * mm, topMargin=24 * mm, bottomMargin=24 * mm,
    )  # fmt: skip
    foot = partial(_foot, _face(), learner.display_name, _day(as_of))
    page.build(story(learner, marks, outside, as_of=as_of), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def story(learner: "User", marks: list[Mark], outside: list[Entry], *, as_of: datetime) -> list[Any]:
    """Return what the transcript says, in its order, as pieces for the page."""
    style = partial(_style, _face())
    body: list[Any] = [
        Paragraph(_marked(learner.display_name), style(20, lead=26)),
        Paragraph(_marked(_("Transcript of learning")), style(11, colour=SOFT)),
        Spacer(0, 6 * mm),
        Paragraph(_marked(_as_of(as_of)), style(9, colour=SOFT)),
        Spacer(0, 3 * mm),
        *(Paragraph(_marked(line), style(10)) for line in totals(marks, len(outside))),
    ]
    completed = [mark for mark in marks if mark.completed_at]
    begun = [mark for mark in marks if not mark.completed_at]
    body += _section(_("Completed courses"), [_marks(mark, style) for mark in completed], style)
    body += _section(_("Begun and not completed"), [_marks(mark, style) for mark in begun], style)
    return body + _section(_("Learned outside, confirmed"), [_outside(entry, style) for entry in outside], style)


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
            "%(n)d thing learned outside is confirmed, each by the person named.",
            "%(n)d things learned outside are confirmed, each by the person named.",
            outside,
        )
        lines.append(text % {"n": outside})
    return lines


def _section(title: str, things: list[list[Paragraph]], style: Callable[..., ParagraphStyle]) -> list[Any]:
    if not things:
        return []
    rule = HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=1 * mm, spaceAfter=2 * mm)
    found: list[Any] = [Spacer(0, 9 * mm), Paragraph(_marked(title), style(13, lead=18)), rule]
    for lines in things:
        found += [KeepTogether(lines), Spacer(0, 4 * mm)]
    return found


def _marks(mark: Mark, style: Callable[..., ParagraphStyle]) -> list[Paragraph]:
    return _thing(mark.title, _course(mark), [_passed(one) for one in mark.passed], style)


def _outside(entry: Entry, style: Callable[..., ParagraphStyle]) -> list[Paragraph]:
    title = telling.thing(entry.statement["object"])
    return _thing(title, presenting.outside_note(entry), telling.responses(entry.statement), style)


def _thing(title: str, note: str, more: list[str], style: Callable[..., ParagraphStyle]) -> list[Paragraph]:
    lines = [Paragraph(_marked(title), style(11, lead=15)), Paragraph(_marked(note), style(9, SOFT))]
    return lines + [Paragraph(_marked(line), style(9, indent=4 * mm)) for line in more]


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


def _foot(face: str, name: str, day: str, canvas: Any, page: Any) -> None:
    style = _style(face, 8, SOFT)
    text = _("%(name)s, as of %(day)s. Page %(n)d") % {"name": name, "day": day, "n": page.page}
    line = Paragraph(_marked(text), style)
    line.wrapOn(canvas, page.width, 10 * mm)
    line.drawOn(canvas, page.leftMargin, 12 * mm)


def _style(face: str, size: float, colour: HexColor = INK, *, lead: float = 0, indent: float = 0) -> ParagraphStyle:
    leading = lead or size * 1.45
    return ParagraphStyle(
        "text", fontName=face, fontSize=size, leading=leading, textColor=colour, leftIndent=indent, splitLongWords=1
    )


def _marked(text: str) -> str:
    """Return `text` as the library's markup: inert, and each run of letters in the face that has them."""
    pieces, place = [], 0
    for run in _ASIAN.finditer(text):
        face = next((name for pattern, name in _COLLECTIONS if pattern.search(run[0])), FACE)
        pieces += [escape(text[place : run.start()]), f'<font name="{face}">{escape(run[0])}</font>']
        place = run.end()
    return "".join([*pieces, escape(text[place:])])


@cache
def _face() -> str:
    package, path = _FONTS
    with resources.as_file(resources.files(package) / path) as file:
        pdfmetrics.registerFont(TTFont(FACE, str(file)))
    for _pattern, name in _COLLECTIONS:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return FACE
