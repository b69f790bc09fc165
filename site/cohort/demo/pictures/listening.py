"""The figures of The Listening Hour."""

from . import canvas as c
from .canvas import Sheet

RUNGS = (
    ("Tell me about the handover.", 520),
    ("What happened then?", 420),
    ("When was that?", 320),
    ("Was it Tuesday?", 220),
    ("It was Tuesday, wasn't it?", 120),
)


def eighteen_seconds() -> Sheet:
    """When people are interrupted, and how long they need."""
    sheet = Sheet(230)

    def x(seconds: float) -> float:
        return 50 + seconds * 3

    sheet.box(x(0), 96, 92 * 3, 30, c.BLUE_MID, r=4)
    sheet.box(x(0), 96, 18 * 3, 30, c.SPARK, r=4)
    sheet.line([(x(0), 150), (x(180), 150)], c.STRONG, 1.25)
    for seconds in range(0, 181, 30):
        sheet.line([(x(seconds), 150), (x(seconds), 156)], c.STRONG, 1.25)
        sheet.text(x(seconds), 172, str(seconds), c.FAINT, 13)
    sheet.text(x(90), 204, "seconds since they began to speak", c.FAINT, 13)
    sheet.text(x(18), 66, "interrupted, on average: 18", c.AMBER, 14, "lm")
    sheet.line([(x(18), 76), (x(18), 94)], c.AMBER, 1.5)
    sheet.text(x(92) + 10, 111, "finished, left alone: 92", c.BLUE, 14, "lm")
    sheet.dashed((x(120), 46), (x(120), 96), c.STRONG)
    sheet.dashed((x(120), 126), (x(120), 148), c.STRONG)
    sheet.text(x(120) + 8, 44, "78 in 100 have finished", c.SOFT, 14, "lm")
    return sheet


def question_ladder() -> Sheet:
    """Five questions, each with less room than the one above."""
    sheet = Sheet(350)
    for index, (words, width) in enumerate(RUNGS):
        y = 50 + index * 60
        last = index == len(RUNGS) - 1
        sheet.box(320 - width / 2, y + 12, width, 9, c.SPARK if last else c.BLUE_DEEP, r=4.5)
        sheet.text(320, y - 4, words, c.AMBER if last else c.INK, 16)
    sheet.arrow((34, 60), (34, 300), c.FAINT)
    sheet.text(34, 36, "room", c.FAINT, 13)
    sheet.text(34, 322, "none", c.FAINT, 13)
    return sheet


def silence() -> Sheet:
    """The same question followed by one second of silence, and by three."""
    sheet = Sheet(270)
    second = 44
    for y, gap, parts in ((76, 1, ((2, c.BLUE_MID),)), (186, 3, ((6, c.BLUE_MID), (2.2, c.SPARK)))):
        x = 36.0
        sheet.box(x, y, 62, 34, c.BLUE_DEEP, r=5)
        sheet.text(x + 31, y - 14, "question", c.FAINT, 13)
        x += 62
        for index, (length, colour) in enumerate(parts):
            wait = gap * second if index == 0 else 1.5 * second
            sheet.dashed((x + 4, y + 17), (x + wait - 4, y + 17), c.STRONG, 1.5, 3)
            if index == 0:
                sheet.text(x + wait / 2, y - 14, f"{gap} s", c.SOFT, 13)
            x += wait
            width = length * 22
            sheet.box(x, y, width, 34, colour, r=5)
            label, ink = ("answer", c.FAINT) if index == 0 else ("and the rest", c.AMBER)
            sheet.text(x + width / 2, y - 14, label, ink, 13)
            x += width
        if gap == 1:
            sheet.dashed((x + 4, y + 17), (x + second - 4, y + 17), c.STRONG, 1.5, 3)
            sheet.box(x + second, y, 62, 34, c.BLUE_DEEP, r=5)
            sheet.text(x + second + 31, y - 14, "next question", c.FAINT, 13)
    return sheet
