"""Progress as a measure: one segment per activity, a wider gap between modules. Imports no Django.

Segments come as modules of states: `1` done, `0` ahead, a part between for the one that is on; the words
"done", "now" and "rest" are understood too.
"""

from collections.abc import Iterable, Sequence

Modules = Sequence[Sequence[float]]

_WORDS = {"done": 1.0, "now": 0.001, "rest": 0.0}


def modules_of(segments: Iterable[Iterable[float | str]]) -> list[list[float]]:
    """Return the segments as numbers between 0 and 1, without empty modules."""
    modules = [[_WORDS[s] if isinstance(s, str) else min(max(float(s), 0.0), 1.0) for s in m] for m in segments]
    return [module for module in modules if module]


def counts(modules: Modules) -> tuple[int, int]:
    """Return how many segments are done, and how many there are."""
    flat = [part for module in modules for part in module]
    return sum(part >= 1 for part in flat), len(flat)


def measure(modules: Modules, *, label: str, size: str = "") -> str:
    """Return the row of segments; `size` is "", "thin" or "bar", `label` is its text for a screen reader."""
    parts = []
    for index, module in enumerate(modules):
        for place, part in enumerate(module):
            gap = " g" if index and not place else ""
            if part >= 1:
                parts.append(f'<i class="d{gap}"></i>')
            elif part > 0:
                parts.append(f'<i class="n{gap} f{min(9, max(0, round(part * 10)))}"></i>')
            else:
                parts.append(f'<i class="{gap.strip()}"></i>' if gap else "<i></i>")
    name = f"measure {size}".strip()
    return f'<div class="{name}" role="img" aria-label="{label}">{"".join(parts)}</div>'


def bar(done: int, total: int) -> str:
    """Return the 4 px bar of a cell; the number beside it says what it means."""
    width = round(100 * done / total) if total else 0
    return f'<svg class="meter" aria-hidden="true"><rect width="{width}%"/></svg>'


def part_class(part: float) -> str:
    """Return the class that fills a knot or segment to its part, in tenths: no page carries inline styles."""
    return f"f{min(9, max(1, round(part * 10)))}"


def interval(low: float, point: float, high: float, least: float, most: float) -> str:
    """Return the picture of a paired difference: a point on its interval, no change as a dashed line."""
    span = (most - least) or 1.0

    def at(value: float) -> str:
        return f"{100 * (value - least) / span:.1f}%"

    zero = f'<line class="zero" x1="{at(0)}" x2="{at(0)}" y1="4" y2="30"/>' if least <= 0 <= most else ""
    return (
        f'<svg class="interval" height="34" aria-hidden="true"><line class="axis" x1="0" x2="100%" y1="30" y2="30"/>'
        f'{zero}<line class="range" x1="{at(low)}" x2="{at(high)}" y1="20" y2="20"/>'
        f'<circle cx="{at(point)}" cy="20" r="6"/></svg>'
    )
