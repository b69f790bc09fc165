"""The figures of Statistics for Curious People."""

from math import log10
from random import Random

from . import canvas as c
from .canvas import Curve, Sheet, curve, spread

INCOMES = (24, 26, 27, 29, 31, 33, 35, 38, 41, 8000)  # thousands of euros

ANSCOMBE_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE = (
    (ANSCOMBE_X, (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)),
    (ANSCOMBE_X, (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74)),
    (ANSCOMBE_X, (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73)),
    ((8,) * 7 + (19,) + (8,) * 3, (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89)),
)


def cafe() -> Sheet:
    """Ten incomes on a scale of tens, with mean and median."""
    sheet = Sheet(250)

    def x(thousands: float) -> float:
        return 60 + (log10(thousands) - 1) * 180

    sheet.line([(40, 170), (600, 170)], c.STRONG, 1.25)
    for tick, label in ((10, "10,000"), (100, "100,000"), (1000, "1 million"), (10000, "10 million")):
        sheet.line([(x(tick), 170), (x(tick), 177)], c.STRONG, 1.25)
        sheet.text(x(tick), 194, label, c.FAINT, 13)
    sheet.text(320, 226, "euros a year", c.FAINT, 13)
    stacks: dict[int, int] = {}
    for income in INCOMES:
        column = round(x(income) / 13)
        level = stacks[column] = stacks.get(column, -1) + 1
        sheet.dot(column * 13, 158 - level * 14, 5.5, c.SPARK if income > 1000 else c.BLUE_DEEP)
    for value, label, colour in ((32, "median, 32,000", c.BLUE), (828.4, "mean, 828,400", c.AMBER)):
        sheet.dashed((x(value), 66), (x(value), 168), colour)
        sheet.text(x(value), 50, label, colour, 15)
    return sheet


def two_humps() -> Sheet:
    """A histogram with two humps and its mean in the valley."""
    sheet = Sheet(300)
    short, long = Curve(54.6, 5.9, 0.36, 0), Curve(80.1, 5.9, 0.64, 0)

    def x(minutes: float) -> float:
        return 60 + (minutes - 40) / 60 * 520

    for edge in range(41, 98, 3):
        height = -(short(edge + 1.5) + long(edge + 1.5)) * 270
        sheet.box(x(edge) + 1.5, 240 - height, 23, height, c.BLUE_DEEP if height > 60 else c.BLUE_MID)
    sheet.line([(40, 241), (600, 241)], c.STRONG, 1.25)
    for minutes in range(40, 101, 10):
        sheet.text(x(minutes), 258, str(minutes), c.FAINT, 13)
    sheet.text(320, 284, "minutes until the next eruption", c.FAINT, 13)
    sheet.dashed((x(71), 52), (x(71), 238), c.AMBER, 2)
    sheet.text(x(71), 36, "the mean, 71", c.AMBER, 15)
    return sheet


def anscombe() -> Sheet:
    """Four data sets with the same summary and the same line."""
    sheet = Sheet(400)
    for index, (xs, ys) in enumerate(ANSCOMBE):
        left, top = 40 + index % 2 * 300, 24 + index // 2 * 190

        def at(x: float, y: float, left: int = left, top: int = top) -> c.Point:
            return (left + (x - 3) / 17 * 260, top + 160 - (y - 2) / 12 * 160)

        sheet.line([(left, top), (left, top + 162), (left + 260, top + 162)], c.LINE, 1.25)
        sheet.line([at(3.5, 3 + 0.5 * 3.5), at(19.5, 3 + 0.5 * 19.5)], c.SPARK, 2)
        for x, y in zip(xs, ys, strict=True):
            sheet.dot(*at(x, y), 5, c.BLUE_DEEP)
    return sheet


def stirred_pot() -> Sheet:
    """A stirred pot and an unstirred one, with a spoon in each."""
    sheet = Sheet(340)
    random = Random(36)
    for left, stirred in ((40, True), (350, False)):
        sheet.box(left, 30, 250, 250, c.SUNKEN, r=10)
        cells = [(i % 16, i // 16) for i in range(256)]
        amber = set(random.sample(cells, 77) if stirred else sorted(cells, key=lambda cell: _depth(cell, random))[:77])
        for column, row in cells:
            x = left + 14 + column * 14.8 + random.uniform(-2, 2)
            y = 44 + row * 14.8 + random.uniform(-2, 2)
            sheet.dot(x, y, 4.2, c.SPARK if (column, row) in amber else c.BLUE_MID)
        sheet.text(left + 125, 306, "stirred" if stirred else "not stirred", c.SOFT, 15)
    sheet.ring(150, 190, 42, c.INK, 2.25)
    sheet.ring(475, 98, 62, c.INK, 2.25)
    return sheet


def _depth(cell: tuple[int, int], random: Random) -> float:
    return cell[1] + random.gauss(0, 2.2)


def p_value() -> Sheet:
    """What luck alone would give, with the tail beyond what was seen."""
    sheet = Sheet(270)
    bell, seen = Curve(300, 92, 160, 210), 461
    sheet.area([(seen, 210), *curve(bell, seen, 600), (600, 210)], c.SPARK)
    sheet.line([(40, 210), (600, 210)], c.STRONG, 1.25)
    sheet.line(curve(bell, 40, 600), c.INK, 2.25)
    sheet.dashed((seen, 76), (seen, 208), c.AMBER, 2)
    sheet.text(seen, 60, "what you saw", c.AMBER, 15)
    sheet.text(556, 162, "p = 0.04", c.INK, 15)
    sheet.text(300, 238, "what luck alone would give you", c.FAINT, 14)
    return sheet


def twenty_intervals() -> Sheet:
    """Twenty intervals, of which one misses the true value."""
    sheet = Sheet(380)
    random = Random(95)
    true, missed = 320, 13
    for index in range(20):
        y, half = 44 + index * 15.2, random.uniform(82, 112)
        middle = true + half * random.choice((-1, 1)) * random.triangular(0, 0.9, 0.25)
        colour = c.BLUE_DEEP
        if index == missed:
            middle, colour = true + half * 1.22, c.SPARK
        sheet.line([(middle - half, y), (middle + half, y)], colour, 3)
        sheet.dot(middle, y, 4.5, colour)
    sheet.dashed((true, 30), (true, 348), c.INK, 1.5)
    sheet.text(true, 366, "the true value", c.SOFT, 14)
    sheet.text(true, 16, "twenty studies of the same thing", c.FAINT, 13)
    return sheet


def overlap() -> Sheet:
    """Two groups that differ by 0.2, 0.5 and 0.8 standard deviations."""
    sheet = Sheet(230)
    for index, d in enumerate((0.2, 0.5, 0.8)):
        left, sd = 30 + index * 200, 28
        middle = left + 90
        a, b = Curve(middle - d * sd / 2, sd, 110, 160), Curve(middle + d * sd / 2, sd, 110, 160)
        shared = [(x, max(a(x), b(x))) for x in spread(left, left + 180, 120)]
        sheet.area([(left, 160), *shared, (left + 180, 160)], c.BLUE_WASH)
        sheet.line([(left, 160), (left + 180, 160)], c.STRONG, 1.25)
        sheet.line(curve(a, left, left + 180), c.BLUE_DEEP, 2.25)
        sheet.line(curve(b, left, left + 180), c.SPARK, 2.25)
        sheet.text(middle, 186, f"d = {d}", c.INK, 15)
        people = {0.2: "400", 0.5: "64", 0.8: "25"}[d]
        sheet.text(middle, 208, f"{people} in each group", c.FAINT, 13)
    return sheet


def four_arrows() -> Sheet:
    """Cause, reverse, common cause and selection."""
    sheet = Sheet(250)
    a, b, top, r = (-38, 130), (38, 130), (0, 66), 17
    for index, name in enumerate(("cause", "reverse", "common cause", "selection")):
        x = 88 + index * 155
        spots = {"A": (x + a[0], a[1]), "B": (x + b[0], b[1])}
        if name == "cause":
            sheet.arrow((x - 19, 130), (x + 18, 130), c.INK)
        elif name == "reverse":
            sheet.arrow((x + 19, 130), (x - 18, 130), c.INK)
        elif name == "common cause":
            spots["C"] = (x + top[0], top[1])
            sheet.arrow((x - 10, 82), (x - 29, 114), c.INK)
            sheet.arrow((x + 10, 82), (x + 29, 114), c.INK)
        else:
            sheet.box(x - 19, 50, 38, 32, c.AMBER_WASH, c.AMBER, 6)
            sheet.text(x, 66, "S", c.AMBER, 16)
            sheet.arrow((x - 29, 114), (x - 13, 86), c.INK)
            sheet.arrow((x + 29, 114), (x + 13, 86), c.INK)
        for letter, (px, py) in spots.items():
            spark = letter == "C"
            sheet.dot(px, py, r, c.AMBER_WASH if spark else c.BLUE_WASH, c.AMBER if spark else c.BLUE_DEEP)
            sheet.text(px, py, letter, c.AMBER if spark else c.BLUE, 16)
        sheet.text(x, 184, name, c.SOFT, 15)
    for left in (165, 320, 475):
        sheet.line([(left, 46), (left, 190)], c.LINE, 1)
    sheet.text(320, 226, "and a fifth, without arrows: chance", c.FAINT, 13)
    return sheet


def false_alarms() -> Sheet:
    """The chance of at least one false alarm among many tests."""
    sheet = Sheet(310)

    def at(tests: float) -> c.Point:
        return (70 + tests / 50 * 520, 250 - (1 - 0.95**tests) * 210)

    for percent in (0, 25, 50, 75, 100):
        y = 250 - percent * 2.1
        sheet.line([(70, y), (590, y)], c.LINE, 1)
        sheet.text(58, y, f"{percent} %", c.FAINT, 13, "rm")
    sheet.line([at(tests / 2) for tests in range(101)], c.BLUE_DEEP, 2.5)
    for tests in range(0, 51, 10):
        sheet.text(at(tests)[0], 268, str(tests), c.FAINT, 13)
    sheet.text(330, 292, "tests where nothing is going on", c.FAINT, 13)
    x, y = at(20)
    sheet.dashed((x, y), (x, 250), c.AMBER)
    sheet.dot(x, y, 6, c.SPARK)
    sheet.text(x + 14, y + 12, "20 tests: 64 %", c.AMBER, 15, "lm")
    return sheet
