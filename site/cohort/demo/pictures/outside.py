"""What people of the demo made by hand and photographed: evidence of what they learned outside the computer."""

from collections.abc import Sequence
from random import Random

from . import canvas as c
from .canvas import Sheet

SCALES = {"Room 1": 7240, "Room 2": 7310, "Corridor": 7260, "Room 4": 7380, "Van": 7285}  # grams, of one doll
TURNS = 20
TALLIES = {"said": 20, "arrived": 12, "arrived, said back": 18}


def five_scales() -> Sheet:
    """Twenty weighings of one doll on each of five scales."""
    sheet, random = Sheet(330), Random("five scales")

    def x(grams: float) -> float:
        return 130 + (grams - 7200) / 200 * 460

    for grams in range(7200, 7401, 50):
        sheet.line([(x(grams), 40), (x(grams), 282)], c.LINE, 1)
        sheet.text(x(grams), 300, f"{grams / 1000:.2f}", c.FAINT, 13)
    sheet.text(x(7300), 318, "kilograms", c.FAINT, 12)
    for row, (place, middle) in enumerate(SCALES.items()):
        y = 64 + row * 48
        sheet.text(110, y, place, c.INK, 15, anchor="rm")
        for _turn in range(TURNS):
            sheet.dot(x(middle + random.uniform(-5, 5)), y + random.uniform(-9, 9), 3.2, c.BLUE_MID, c.BLUE_DEEP)
    sheet.text(x(7300), 22, "one doll, twenty times on each", c.SOFT, 15)
    return sheet


def handover() -> Sheet:
    """A tally of what was said at handover and of what arrived, once as always and once said back."""
    sheet = Sheet(260)
    sheet.text(320, 28, "late to night", c.SOFT, 16)
    for row, (words, count) in enumerate(TALLIES.items()):
        y = 82 + row * 66
        sheet.text(190, y, words, c.INK, 15, anchor="rm")
        _tally(sheet, 216, y, count, c.AMBER if count < 15 else c.BLUE)
        sheet.text(600, y, str(count), c.INK, 20)
    return sheet


def _tally(sheet: Sheet, left: float, y: float, count: int, colour: str) -> None:
    """Draw strokes in fives, the fifth across the other four, as a hand does."""
    random = Random(count)
    for start in range(0, count, 5):
        x, strokes = left + start * 17, min(5, count - start)
        for stroke in range(min(4, strokes)):
            foot = x + stroke * 14 + random.uniform(-2, 2)
            sheet.line(_leaning(foot, y, random), colour, 3)
        if strokes == 5:
            sheet.line([(x - 8, y + 14), (x + 52, y - 14)], colour, 3)


def _leaning(x: float, y: float, random: Random) -> Sequence[tuple[float, float]]:
    return [(x + random.uniform(0, 4), y - 18), (x, y + 18)]
