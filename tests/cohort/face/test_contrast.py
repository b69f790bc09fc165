"""Every pair of tokens in use can be read, in light and in dark."""

import math
import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "site" / "static" / "css" / "tokens.css").read_text()
TEXT, PART = 4.5, 3.0

PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("canvas", "surface", "sunken")],
    *[("ink", f"{wash}-wash", TEXT) for wash in ("accent", "done", "streak", "danger")],
    *[(role, ground, TEXT) for role in ("accent", "done", "streak", "danger") for ground in ("canvas", "surface")],
    *[(role, f"{role}-wash", TEXT) for role in ("accent", "done", "streak", "danger")],
    ("ink-soft", "accent-wash", TEXT),
    ("ink-faint", "accent-wash", TEXT),
    ("ink-soft", "streak-wash", TEXT),
    ("accent-deep", "accent-wash", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-deep", TEXT),
    ("canvas", "ink", TEXT),
    ("canvas", "danger", TEXT),
    ("line-strong", "canvas", PART),
    ("line-strong", "surface", PART),
    ("accent", "line", PART),
    ("done", "line", PART),
]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Return the relative luminance of an OKLCH colour, cut to sRGB."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def value(token: str, *, dark: bool) -> tuple[float, float, float]:
    found = re.search(rf"--{token}: light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)", TOKENS)
    lightness, chroma, hue = found.group(2 if dark else 1).split()
    return float(lightness), float(chroma), float(hue)


def ratio(one: str, other: str, *, dark: bool) -> float:
    bright, dim = sorted((luminance(*value(token, dark=dark)) for token in (one, other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_can_be_told_apart(ink, ground, least, dark):
    assert ratio(ink, ground, dark=dark) >= least


def test_the_measure_of_contrast_itself_is_right():
    assert luminance(1, 0, 0) == pytest.approx(1, abs=1e-3)
    assert luminance(0, 0, 0) == 0
    assert luminance(0.627955, 0.257683, 29.2339) == pytest.approx(0.2126, abs=2e-3)  # pure red
