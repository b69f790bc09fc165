"""Draw a badge: the measure closed to a ring, one mark for each proven thing. Imports no Django."""

import math
from functools import lru_cache

from . import covers

KINDS = ("course", "lesson", "assessment", "tried", "help", "streak", "verified")
_SYMBOLS = {"lesson": "book", "help": "talk", "streak": "tally", "verified": "check"}
_RADIUS = 44.0
_GAP, _MODULE_GAP = 2.6, 7.0  # along the ring, in units of the 96 box

Marks = tuple[tuple[float, ...], ...]


@lru_cache(maxsize=4096)
def badge(
    kind: str, marks: Marks, *, key: str = "", score: str = "", size: int = 88, sprite: str = "", tone: str = ""
) -> str:
    """Return the badge's picture.

    `marks` are modules of segments as in a measure; with none done it lies ahead and has no colour. `key`
    draws a course's cover into the disc, `score` stands in an assessment's, `sprite` is the icons' URL.
    """
    flat = [part for module in marks for part in module]
    ahead = bool(flat) and not any(part >= 1 for part in flat)
    disc = "" if kind == "course" and key and not ahead else '<circle class="disc" cx="48" cy="48" r="36"/>'
    ring = '<circle class="whole" cx="48" cy="48" r="44"/>' if kind == "verified" else _ring(marks)
    symbol = "clock" if ahead else _SYMBOLS.get(kind, "")
    inner = ""
    if score and not ahead:
        inner = f'<text x="48" y="56" text-anchor="middle">{score}</text>'
    elif symbol:
        inner = f'<use href="{sprite}#{symbol}" x="31" y="31" width="34" height="34"/>'
    cover = "" if disc else covers.course_cover(key, "thumb", tone)
    state = "ahead" if ahead else kind
    return (
        f'<span class="badge badge-{state} b{size}" aria-hidden="true">'
        f'<svg viewBox="0 0 96 96">{disc}{ring}{inner}</svg>{cover}</span>'
    )


def _ring(marks: Marks) -> str:
    """Return the arcs, done and not, clockwise from the top, as one path for each segment."""
    total = sum(len(module) for module in marks)
    if not total:
        return '<circle class="rest" cx="48" cy="48" r="44"/>'
    around = 2 * math.pi * _RADIUS
    gap = min(_GAP, around / total * 0.3)
    wide = min(_MODULE_GAP, gap * 2.7) if len(marks) > 1 else gap
    length = (around - wide * len(marks) - gap * (total - len(marks))) / total
    at, arcs = wide / 2, []
    for module in marks:
        for place, part in enumerate(module):
            arcs.append(f'<path class="{"mark" if part >= 1 else "rest"}" d="{_arc(at, at + length)}"/>')
            at += length + (wide if place == len(module) - 1 else gap)
    return "".join(arcs)


def _arc(start: float, end: float) -> str:
    (x1, y1), (x2, y2) = _point(start), _point(end)
    large = int(end - start > math.pi * _RADIUS)
    return f"M{x1:.1f} {y1:.1f}A44 44 0 {large} 1 {x2:.1f} {y2:.1f}"


def _point(along: float) -> tuple[float, float]:
    angle = along / _RADIUS - math.pi / 2
    return 48 + _RADIUS * math.cos(angle), 48 + _RADIUS * math.sin(angle)
