"""The pictures of the demo, of lessons and of what people show: drawn when needed, the same bytes for the same name."""

from collections.abc import Callable

from . import listening, maps, outside, statistics
from .canvas import Sheet

PICTURES: dict[str, Callable[[], Sheet]] = {
    "anscombe": statistics.anscombe,
    "cafe": statistics.cafe,
    "coast": maps.coast,
    "eighteen-seconds": listening.eighteen_seconds,
    "false-alarms": statistics.false_alarms,
    "five-scales": outside.five_scales,
    "four-arrows": statistics.four_arrows,
    "handover": outside.handover,
    "mercator-circles": maps.mercator_circles,
    "overlap": statistics.overlap,
    "p-value": statistics.p_value,
    "question-ladder": listening.question_ladder,
    "silence": listening.silence,
    "stirred-pot": statistics.stirred_pot,
    "three-cuts": maps.three_cuts,
    "twenty-intervals": statistics.twenty_intervals,
    "two-humps": statistics.two_humps,
}


def draw(name: str) -> bytes:
    """Return the picture `name` as a PNG, 1280 pixels wide; an unknown name is a KeyError."""
    return PICTURES[name]().png()
