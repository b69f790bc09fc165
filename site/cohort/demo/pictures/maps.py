"""The figures of Reading Maps That Lie."""

from itertools import pairwise
from math import asin, asinh, atan2, cos, degrees, hypot, radians, sin, tan

from . import canvas as c
from .canvas import Point, Sheet

RATES = (2, 3, 3, 4, 5, 6, 7, 9, 12, 15, 22, 40)
# Where each of the twelve districts lies: the rates in the order of the squares, row by row.
PLACES = (4, 9, 3, 6, 15, 40, 12, 2, 22, 7, 5, 3)
SHADES = ("#e5eef8", "#a3bddd", "#6d8fb8", "#3d5d83")


def mercator_circles() -> Sheet:
    """Circles of equal size on the globe, by Mercator's rule, from the equator to 75 degrees."""
    sheet = Sheet(490)
    unit = 178.0  # units for a radian of longitude

    def at(latitude: float, longitude: float) -> Point:
        return (320 + radians(longitude) * unit, 456 - asinh(tan(radians(latitude))) * unit)

    for longitude in range(-75, 76, 25):
        sheet.line([at(0, longitude), at(77, longitude)], c.LINE, 1.25)
    for latitude in (0, 15, 30, 45, 60, 75):
        sheet.line([at(latitude, -82), at(latitude, 82)], c.LINE, 1.25)
        sheet.text(at(latitude, -85)[0], at(latitude, 0)[1], f"{latitude}°", c.FAINT, 13, "rm")
    for latitude in (0, 15, 30, 45, 60, 75):
        for longitude in (-50, 0, 50):
            circle = [_round(latitude, longitude, 5, bearing) for bearing in range(0, 360, 6)]
            sheet.area([at(*place) for place in circle], c.SPARK if latitude == 75 else c.BLUE_DEEP)
    return sheet


def _round(latitude: float, longitude: float, distance: float, bearing: float) -> tuple[float, float]:
    """Return the place `distance` degrees from a place on the globe, in the direction of `bearing`."""
    lat, d, b = radians(latitude), radians(distance), radians(bearing)
    reached = asin(sin(lat) * cos(d) + cos(lat) * sin(d) * cos(b))
    turned = atan2(sin(b) * sin(d) * cos(lat), cos(d) - sin(lat) * sin(reached))
    return (degrees(reached), longitude + degrees(turned))


def three_cuts() -> Sheet:
    """The same twelve numbers in three sets of colours."""
    sheet = Sheet(260)
    ranked = sorted(RATES)
    maps = (
        ("equal steps", lambda rate: min(3, (rate - 1) // 10)),
        ("equal numbers", lambda rate: ranked.index(rate) // 3),
        ("cut at 6.5", lambda rate: 3 if rate > 6.5 else 0),
    )
    for index, (name, shade) in enumerate(maps):
        left = 38 + index * 198
        for place, rate in enumerate(PLACES):
            level = shade(rate)
            x, y = left + place % 4 * 42, 44 + place // 4 * 42
            sheet.box(x, y, 40, 40, SHADES[level], r=3)
            sheet.text(x + 20, y + 20, str(rate), "#ffffff" if level >= 2 else c.INK, 14)
        sheet.text(left + 83, 198, name, c.SOFT, 15)
    sheet.text(320, 232, "the same twelve numbers", c.FAINT, 13)
    return sheet


def coastline() -> list[Point]:
    """Return the coast of the figure: a gentle arc with bays inside bays."""
    points = []
    for i in range(721):
        t = i / 720
        x = 40 + t * 560
        bays = 26 * sin(t * 14) + 15 * sin(t * 37 + 1) + 7 * sin(t * 83 + 2) + 3.5 * sin(t * 171)
        points.append((x, bays))
    return points


def walked(points: list[Point], step: float) -> list[Point]:
    """Return the corners of a walk along `points` in straight steps of length `step`."""
    corners = [points[0]]
    for point in points:
        if hypot(point[0] - corners[-1][0], point[1] - corners[-1][1]) >= step:
            corners.append(point)
    corners.append(points[-1])
    return corners


def length(corners: list[Point]) -> float:
    """Return the length of a walk in units of the sheet."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(corners))


def coast() -> Sheet:
    """One coast measured with three rulers; the length is written beside each, in hundreds of units."""
    sheet = Sheet(410)
    points = coastline()
    for index, step in enumerate((120, 40, 8)):
        top = 80 + index * 130
        corners = walked(points, step)
        sheet.area([(x, y + top) for x, y in points] + [(600, top + 52), (40, top + 52)], c.BLUE_WASH)
        sheet.line([(x, y + top) for x, y in points], c.BLUE_MID, 1.5)
        sheet.line([(x, y + top) for x, y in corners], c.AMBER, 2)
        if step > 8:
            for x, y in corners:
                sheet.dot(x, y + top, 3.5, c.SPARK)
        name = ("long ruler", "shorter ruler", "shortest ruler")[index]
        sheet.text(40, top - 48, f"{name}: {length(corners) / 100:.1f}", c.INK, 14, "lm")
    return sheet
