"""Sheets of A4 and the paragraphs that stand on them, in every script that can be drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.utils.translation import get_language_bidi
from fpdf import FPDF

from . import lettering

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


def piece(
    text: str,
    size: float,
    *,
    soft: bool = False,
    above: float = 0,
    indent: float = 0,
    ruled: bool = False,
    named: bool = False,
) -> Piece:
    """Return a paragraph whose signs can be drawn, on one line; `named` ones keep the order of their own letters."""
    text = lettering.drawn(" ".join(text.split()))
    if not named or lettering.runs_both_ways(text):
        text = lettering.unjoined(text)
    return Piece(text=text, size=size, soft=soft, above=above, indent=indent, ruled=ruled, named=named)


class Paper(FPDF):
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
        self._write(piece(self._foot(self.page_no()), 8, soft=True))

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
