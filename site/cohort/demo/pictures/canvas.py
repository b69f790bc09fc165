"""A small sheet to draw figures on: units of a 640 wide page, drawn large and scaled down, so that edges are clean."""

import io
from collections.abc import Iterable, Sequence
from math import cos, hypot, pi, sin

from PIL import Image, ImageDraw, ImageFont

SURFACE, SUNKEN, LINE, STRONG = "#fffefc", "#f1eee7", "#e2ddd5", "#8f887f"
INK, SOFT, FAINT = "#261f19", "#544b44", "#6c655d"
BLUE, BLUE_WASH, BLUE_MID, BLUE_DEEP = "#1752a4", "#e5eef8", "#a3bddd", "#3d5d83"
SPARK, AMBER, AMBER_WASH = "#dd9c4a", "#97570d", "#fcedcf"

WIDTH = 640
SCALE = 2  # pixels of the finished picture for each unit
OVER = 2  # how much larger it is drawn before it is scaled down

Point = tuple[float, float]


class Sheet:
    """A picture in the making; all lengths are in units, and y grows downwards."""

    def __init__(self, height: int) -> None:
        self.height = height
        self._k = SCALE * OVER
        self._image = Image.new("RGB", (WIDTH * self._k, height * self._k), SURFACE)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, points: Iterable[Point], colour: str = INK, width: float = 1.5) -> None:
        """Draw a line through `points` with round ends and joins."""
        scaled = self._scaled(points)
        thick = max(1, round(width * self._k))
        self._draw.line(scaled, fill=colour, width=thick, joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            r = thick / 2
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def dashed(self, start: Point, end: Point, colour: str = STRONG, width: float = 1.5, dash: float = 5) -> None:
        """Draw a dashed line."""
        length = hypot(end[0] - start[0], end[1] - start[1])
        steps = max(1, int(length // (dash * 2)))
        for step in range(steps + 1):
            a, b = step * dash * 2 / length, min(1, (step * 2 + 1) * dash / length)
            if a < 1:
                self.line([_between(start, end, a), _between(start, end, b)], colour, width)

    def area(self, points: Iterable[Point], fill: str) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._scaled(points), fill=fill)

    def box(
        self, x: float, y: float, w: float, h: float, fill: str | None = None, outline: str | None = None, r: float = 0
    ) -> None:
        """Draw a rectangle with corners of radius `r`."""
        k = self._k
        self._draw.rounded_rectangle(
            (x * k, y * k, (x + w) * k, (y + h) * k),
            radius=r * k,
            fill=fill,
            outline=outline,
            width=round(1.25 * k) if outline else 0,
        )

    def dot(self, x: float, y: float, r: float, fill: str | None, outline: str | None = None) -> None:
        """Draw a circle around (x, y)."""
        k = self._k
        width = round(1.25 * k) if outline else 0
        self._draw.ellipse(
            ((x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k), fill=fill, outline=outline, width=width
        )

    def ring(self, x: float, y: float, r: float, colour: str, width: float = 2) -> None:
        """Draw a circle's outline of its own width."""
        self.line([(x + r * cos(a * pi / 60), y + r * sin(a * pi / 60)) for a in range(121)], colour, width)

    def arrow(self, start: Point, end: Point, colour: str = INK, width: float = 1.75) -> None:
        """Draw an arrow from `start` to `end`."""
        self.line([start, end], colour, width)
        length = hypot(end[0] - start[0], end[1] - start[1])
        dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        for side in (-1, 1):
            wing = (end[0] - 9 * dx + side * 5 * dy, end[1] - 9 * dy - side * 5 * dx)
            self.line([wing, end], colour, width)

    def text(self, x: float, y: float, words: str, colour: str = SOFT, size: float = 14, anchor: str = "mm") -> None:
        """Write `words` at (x, y); `anchor` is Pillow's, `mm` being the middle."""
        font = ImageFont.load_default(size=size * self._k)
        self._draw.text((x * self._k, y * self._k), words, fill=colour, font=font, anchor=anchor)

    def png(self) -> bytes:
        """Return the finished picture, `SCALE` pixels to a unit."""
        size = (WIDTH * SCALE, self.height * SCALE)
        small = self._image.resize(size, Image.Resampling.BOX).quantize(96, dither=Image.Dither.NONE)
        out = io.BytesIO()
        small.save(out, "PNG")
        return out.getvalue()

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._k, y * self._k) for x, y in points]


def curve(f: "Curve", start: float, end: float, steps: int = 160) -> list[Point]:
    """Return points of the function `f` from `start` to `end`."""
    return [(x, f(x)) for x in (start + (end - start) * i / steps for i in range(steps + 1))]


def spread(start: float, end: float, count: int) -> Sequence[float]:
    """Return `count` numbers evenly spaced from `start` to `end`."""
    return [start + (end - start) * i / (count - 1) for i in range(count)]


def _between(a: Point, b: Point, part: float) -> Point:
    return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)


class Curve:
    """A normal curve drawn on a sheet: middle, standard deviation and height in units, on a base line."""

    def __init__(self, middle: float, sd: float, height: float, base: float) -> None:
        self.middle, self.sd, self.height, self.base = middle, sd, height, base

    def __call__(self, x: float) -> float:
        z = (x - self.middle) / self.sd
        return self.base - self.height * 2.718281828459045 ** (-z * z / 2)
