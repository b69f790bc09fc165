"""The fonts as they are cut: every letter of the whole one is served once, under the range the sheet gives it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from cohort.face import assets, fonts

FONTS = [name for name in assets.FROM_NPM if name.startswith("fonts/")]
SHEET = (Path(settings.BASE_DIR) / "site" / "static" / "css" / "fonts.css").read_text()


def ranges(name: str) -> set[int]:
    """Return the letters that the sheet lets a font be fetched for."""
    said = re.search(rf"{re.escape(name)}\"\).*?unicode-range:([^;]+);", SHEET, re.DOTALL).group(1)
    bounds = (each.strip().removeprefix("U+").split("-") for each in said.split(","))
    return {letter for each in bounds for letter in range(int(each[0], 16), int(each[-1], 16) + 1)}


@pytest.mark.parametrize("name", FONTS)
def test_a_font_has_the_weights_that_are_set_and_letters_it_is_fetched_for(name):
    font = TTFont(finders.find(name))
    axes = {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes}

    assert axes["wght"] == (400, 700)
    assert axes.get("opsz", (12, 72)) == (12, 72)
    assert set(font.getBestCmap()) & ranges(name)


@pytest.mark.parametrize("source", sorted({assets.FROM_NPM[name] for name in FONTS}))
def test_no_letter_is_lost_by_cutting(source):
    whole = set(TTFont(assets.node_modules() / source).getBestCmap())
    parts = [set(TTFont(finders.find(name)).getBestCmap()) for name in FONTS if assets.FROM_NPM[name] == source]

    assert set.union(*parts) == whole
    assert sum(map(len, parts)) == len(whole), "a letter is in two of them"


@pytest.mark.parametrize("letter", sorted(fonts.EUROPE))
def test_letters_of_europe_are_fetched_from_their_own_font(letter):
    last = next(name for name in reversed(re.findall(r"inter-[a-z-]+", SHEET)) if letter in ranges(f"{name}.woff2"))
    assert last in {"inter-europe", "inter-latin"}
