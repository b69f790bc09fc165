"""The two voices cut to what pages use: the weights, the sizes, and the letters of Europe apart from the rarer ones."""

import io
from collections.abc import Collection
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

# By the tag of an axis: the weights the sheet sets, and the sizes (px) that running text and titles have.
AXES = {"wght": (400, 700), "opsz": (12, 72)}
# Beside the Latin of Western Europe: the letters of Latin Extended-A, Romanian, Welsh, and the large sharp s.
EUROPE = frozenset([*range(0x100, 0x180), *range(0x218, 0x21C), *range(0x1E80, 0x1E86), 0x1E9E])


def part(name: str, source: Path) -> Collection[int]:
    """Return which letters of `source` are served as `name`: those of Europe, the rarer ones, or all."""
    every = frozenset(TTFont(source).getBestCmap())
    if "-europe" in name:
        return every & EUROPE
    return every - EUROPE if "-latin-ext" in name else every


def cut(source: Path, wanted: Collection[int]) -> bytes:
    """Return the font with the `wanted` letters and our axes alone, as WOFF2; it is drawn as before."""
    font = TTFont(source)
    options = subset.Options(layout_features=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    kept = {axis.axisTag: AXES[axis.axisTag] for axis in font["fvar"].axes if axis.axisTag in AXES}
    made = instancer.instantiateVariableFont(font, kept)
    made.flavor = "woff2"
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()
