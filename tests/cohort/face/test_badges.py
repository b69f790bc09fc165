"""Badges: every mark on the ring is one proven thing."""

from xml.etree import ElementTree

import pytest

from cohort.face import badges


def shapes(drawn: str, css: str) -> list:
    return ElementTree.fromstring(drawn).findall(f".//*[@class='{css}']")


def test_marks_are_drawn_one_by_one_and_the_rest_of_the_ring_too():
    drawn = badges.badge("course", ((1, 1, 1, 0.4), (0, 0)), key="k")

    assert len(shapes(drawn, "mark")) == 3
    assert len(shapes(drawn, "rest")) == 3
    assert "badge-course" in drawn


def test_nothing_done_lies_ahead_without_colour_or_cover():
    drawn = badges.badge("course", ((0, 0), (0,)), key="k")

    assert "badge-ahead" in drawn
    assert "cover" not in drawn
    assert shapes(drawn, "mark") == []


def test_a_persons_word_is_one_unbroken_ring():
    assert len(shapes(badges.badge("verified", ()), "whole")) == 1


def test_an_assessments_score_stands_in_its_ring():
    assert ">92</text>" in badges.badge("assessment", ((1,) * 8,), score="92")


@pytest.mark.parametrize("count", [1, 2, 14, 30, 60])
def test_segments_never_overlap(count):
    ring = badges._ring(((1.0,) * count,))

    assert ring.count('class="mark"') == count
    assert "nan" not in ring
