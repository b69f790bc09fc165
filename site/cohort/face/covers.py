"""Draw a cover from a key: SHA-256 gives the tone, the family and its parameters. Imports no Django.

A cover is inlined, so that it follows the page's theme by CSS variables; one path per fill keeps it under
about a kilobyte. Courses are built of parts and stand on the ground; groups are people who overlap.
"""

import math
from functools import lru_cache
from hashlib import sha256

TONES = ("clay", "ochre", "moss", "fern", "lagoon", "ink", "stone", "rose")
FAMILIES = ("bars", "strata", "leaves", "arches", "weave", "orbits")
WIDTHS = {"thumb": 240, "card": 384, "wide": 480}
HEIGHT = 160


def tone_of(key: str) -> str:
    """Return the tone a key has by nature."""
    return TONES[_digest(key)[0] % len(TONES)]


def family_of(key: str) -> str:
    """Return the family of parts a course's key has by nature."""
    return FAMILIES[_digest(key)[1] % len(FAMILIES)]


@lru_cache(maxsize=4096)
def course_cover(key: str, size: str = "card", tone: str = "", family: str = "") -> str:
    """Return the SVG of a course; `size` is thumb, card or wide, the same key always draws the same."""
    digest = _digest(key)
    width = WIDTHS[size]
    parts = _DRAW[family or family_of(key)](width, digest)
    return _svg(width, parts, tone or tone_of(key), anchor="xMidYMax")


@lru_cache(maxsize=4096)
def group_cover(key: str, size: str = "thumb", tone: str = "") -> str:
    """Return the SVG of a group: five to seven circles on a ring, one of them the spark."""
    digest = _digest(key)
    width = WIDTHS[size]
    count = 5 + digest[1] % 3
    ring, radius = 36 + digest[2] % 5, 33 + digest[3] % 6
    turn, spark = digest[4] / 256, digest[5] % count
    shapes = []
    for i in range(count):
        angle = 2 * math.pi * (i / count + turn)
        x, y = width / 2 + ring * math.cos(angle), HEIGHT / 2 + ring * math.sin(angle)
        shapes.append(f'<circle class="{"ps" if i == spark else "p"}" cx="{x:.0f}" cy="{y:.0f}" r="{radius}"/>')
    return _svg(width, "".join(shapes), tone or tone_of(key), anchor="xMidYMid")


def _digest(key: str) -> bytes:
    return sha256(key.encode()).digest()


def _svg(width: int, parts: str, tone: str, *, anchor: str) -> str:
    return (
        f'<svg class="cover t-{tone}" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="{anchor} slice" '
        f'aria-hidden="true">{parts}</svg>'
    )


def _path(fill: str, shapes: list[str]) -> str:
    return f'<path class="{fill}" d="{"".join(shapes)}"/>' if shapes else ""


def _bars(width: int, digest: bytes) -> str:
    small = width == WIDTHS["thumb"]  # a thumb shows its middle alone: the whole bell must stand there
    pitch, bar = (13, 11) if small else (16, 13)
    middle = width / 2 + (digest[2] % 5 - 2) * (3 if small else 8)
    spread = (52 + digest[3] % 18) * (0.6 if small else 1)
    columns: dict[str, list[str]] = {"a": [], "b": [], "s": []}
    spark = round((middle + (1.5 if digest[4] % 2 else -1.5) * spread) / pitch)
    for i in range(-1, width // pitch + 1):
        x = i * pitch
        away = abs(x + bar / 2 - middle) / spread
        height = 8 + 110 * math.exp(-away * away / 2)
        fill = "s" if i == spark else "b" if away < 1.05 else "a"
        columns[fill].append(f"M{x} 160v-{height:.0f}h{bar}V160z")
    return "".join(_path(fill, shapes) for fill, shapes in columns.items())


def _strata(width: int, digest: bytes) -> str:
    wave = 7 + digest[2] % 8
    if digest[3] % 2:
        wave = -wave
    sun = round(width / 2 + (digest[4] % 7 - 3) * 12)
    top = 82 + digest[5] % 10

    def band(upper: int, lower: int) -> str:
        quarter, half, most = width // 4, width // 2, 3 * width // 4
        return (
            f"M0 {upper}Q{quarter} {upper - wave} {half} {upper}T{width} {upper}V{lower}"
            f"Q{most} {lower + wave // 2} {half} {lower}T0 {lower}z"
        )

    low = top + 46
    return (
        f'<circle class="s" cx="{sun}" cy="{top}" r="27"/>'
        + _path("a", [band(top, top + 22), band(low, low + 16)])
        + _path("b", [band(top + 18, top + 32), band(low + 12, 190)])
    )


_QUARTERS = ("M{0} {1}h40a40 40 0 0 1-40 40z", "M{2} {1}v40a40 40 0 0 1-40-40z",
             "M{2} {3}h-40a40 40 0 0 1 40-40z", "M{0} {3}v-40a40 40 0 0 1 40 40z")  # fmt: skip


def _leaves(width: int, digest: bytes) -> str:
    p, q = ((1, 1), (1, 3), (2, 1), (3, 2), (1, 2))[digest[2] % 5]
    u, v = 1 + digest[3] % 4, 1 + digest[4] % 4
    spark = (width // 80 - digest[5] % 2, 1 + digest[6] % 2)
    fills: dict[str, list[str]] = {"a": [], "b": []}
    for i in range(width // 40 + 1):
        for j in range(4):
            kind = (u * i + v * j + i * j) % 5
            if kind == 4 or (i, j) == spark:
                continue
            x, y = i * 40, j * 40
            quarter = _QUARTERS[(p * i + q * j) % 4].format(x, y, x + 40, y + 40)
            fills["b" if kind in (0, 3) else "a"].append(quarter)
    disc = f'<circle class="s" cx="{spark[0] * 40 + 20}" cy="{spark[1] * 40 + 20}" r="19"/>'
    return _path("a", fills["a"]) + _path("b", fills["b"]) + disc


def _arches(width: int, digest: bytes) -> str:
    phase = digest[2] / 256 * 2 * math.pi
    period = 5 + digest[3] % 3
    outer, gap, inner, heights = [], [], [], []
    for i in range(width // 48 + 1):
        x = i * 48 + 3
        top = 84 - 30 * math.sin(phase + i * 2 * math.pi / period)
        heights.append(top)
        outer.append(f"M{x} 160V{top:.0f}a21 21 0 0 1 42 0V160z")
        gap.append(f"M{x + 7} 160V{top:.0f}a14 14 0 0 1 28 0V160z")
        inner.append(f"M{x + 13} 160V{top + 3:.0f}a8 8 0 0 1 16 0V160z")
    middle = (width // 2 - 24) // 48
    low = max((middle - 1, middle, middle + 1), key=lambda i: heights[i])
    sun = f'<circle class="s" cx="{low * 48 + 24}" cy="{heights[low] - 56:.0f}" r="14"/>'
    return _path("a", outer) + _path("g", gap) + _path("b", inner) + sun


def _weave(width: int, digest: bytes) -> str:
    shift = digest[2] % 2
    verticals = [f"M{x} 0h22v160h-22z" for x in range(10, width + 10, 40)]
    over = []
    for row in range(4):
        start = -40 if (row + shift) % 2 else 0
        over += [f"M{x - 8} {row * 40 + 9}h56v22h-56z" for x in range(start, width + 40, 80)]
    row = 1 + digest[3] % 2
    column = width // 80 + (0 if (width // 80 + row + shift) % 2 else 1)
    spark = [f"M{column * 40 + 10} {row * 40 + 9}h22v22h-22z"]
    return _path("a", verticals) + _path("b", over) + _path("s", spark)


def _orbits(width: int, digest: bytes) -> str:
    corner = width if digest[2] % 2 else 0
    rings: dict[str, list[str]] = {"b": [], "a": []}
    pitch = 26
    for i in range(round(width * 0.92 / pitch)):
        radius = 14 + i * pitch
        rings["b" if (i + digest[3]) % 2 else "a"].append(
            f"M{corner - radius} 160a{radius} {radius} 0 0 1 {2 * radius} 0"
        )
    ring = 14 + pitch * round(width * 0.46 / pitch)
    x = width * (0.5 if corner == 0 else -0.5) + corner
    away = x - corner
    y = 160 - math.sqrt(max(ring * ring - away * away, 400))
    return (
        _path("la", rings["a"])
        + _path("lb", rings["b"])
        + (f'<circle class="s" cx="{x:.0f}" cy="{min(max(y, 40), 110):.0f}" r="15"/>')
    )


_DRAW = {
    "bars": _bars, "strata": _strata, "leaves": _leaves, "arches": _arches, "weave": _weave, "orbits": _orbits,
}  # fmt: skip
