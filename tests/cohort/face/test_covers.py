"""Covers: the same key draws the same picture, with one spark, in every family and tone."""

import re
from xml.etree import ElementTree

import pytest

from cohort.face import covers

FILLS = ("a", "b", "s", "la", "lb", "g")


@pytest.mark.parametrize("size", covers.WIDTHS)
@pytest.mark.parametrize("family", covers.FAMILIES)
def test_each_family_has_exactly_one_spark_and_stays_small(family, size):
    for key in ("one", "two", "three", "four"):
        drawn = covers.course_cover(key, size, family=family)

        assert len(ElementTree.fromstring(drawn).findall("*[@class='s']")) == 1
        assert len(drawn) < 3000


@pytest.mark.parametrize("family", covers.FAMILIES)
@pytest.mark.parametrize("size", covers.WIDTHS)
def test_the_spark_stands_where_a_square_cut_shows_it(family, size):
    width = covers.WIDTHS[size]
    for key in ("one", "two", "three", "four", "five", "six"):
        spark = ElementTree.fromstring(covers.course_cover(key, size, family=family)).find("*[@class='s']")
        x = float(spark.get("cx") or re.match(r"M(-?\d+)", spark.get("d")).group(1))
        assert abs(x - width / 2) <= (80 if size == "thumb" else width / 2), (key, x)


def test_a_key_always_draws_the_same_and_another_key_another():
    assert covers.course_cover("k") == covers.course_cover("k")
    assert len({covers.course_cover(str(n)) for n in range(50)}) == 50


def test_all_families_and_tones_come_up():
    keys = [str(n) for n in range(200)]

    assert {covers.family_of(key) for key in keys} == set(covers.FAMILIES)
    assert {covers.tone_of(key) for key in keys} == set(covers.TONES)


def test_a_group_is_five_to_seven_circles_one_of_them_the_spark():
    counts = set()
    for n in range(40):
        circles = ElementTree.fromstring(covers.group_cover(str(n))).findall("circle")
        counts.add(len(circles))
        assert sum(circle.get("class") == "ps" for circle in circles) == 1
    assert counts == {5, 6, 7}


def test_colours_come_from_the_style_sheet_alone():
    for family in covers.FAMILIES:
        drawn = covers.course_cover("key", family=family)
        assert "style=" not in drawn
        assert "fill=" not in drawn
        assert {part.get("class") for part in ElementTree.fromstring(drawn)} <= set(FILLS)
