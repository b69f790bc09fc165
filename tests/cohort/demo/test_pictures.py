"""The demo's pictures: crisp, light, and the same every time."""

import io

import pytest
from PIL import Image

from cohort.demo import pictures


@pytest.mark.parametrize("name", sorted(pictures.PICTURES))
def test_picture_draws_the_same_bytes_each_time(name):
    first = pictures.draw(name)
    image = Image.open(io.BytesIO(first))

    assert image.width == 1280
    assert len(first) < 80_000
    assert len(image.convert("RGB").getcolors(maxcolors=100_000)) > 8
    assert pictures.draw(name) == first


def test_unknown_picture_is_an_error():
    with pytest.raises(KeyError):
        pictures.draw("nobody-drew-this")
