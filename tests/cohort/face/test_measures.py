"""The measure: one segment per activity, the denominator is seen."""

import pytest

from cohort.face import measures


def test_words_and_numbers_say_the_same():
    assert measures.modules_of([["done", "rest"], []]) == measures.modules_of([[1, 0]]) == [[1.0, 0.0]]


def test_parts_are_kept_within_bounds():
    assert measures.modules_of([[2, -1, 0.5]]) == [[1.0, 0.0, 0.5]]


@pytest.mark.parametrize(
    ("modules", "expected"), [([[1, 1], [0]], (2, 3)), ([[0.9]], (0, 1)), ([], (0, 0)), ([[1]], (1, 1))]
)
def test_only_what_is_whole_counts_as_done(modules, expected):
    assert measures.counts(modules) == expected


def test_modules_are_parted_by_a_wider_gap():
    drawn = measures.measure([[1, 0.4], [0, 0]], label="1 of 4 activities done")

    assert drawn.count("<i") == 4
    assert '<i class="d"></i><i class="n f4"></i><i class="g"></i><i></i>' in drawn
    assert 'role="img" aria-label="1 of 4 activities done"' in drawn


def test_an_interval_places_its_point_and_marks_no_change():
    drawn = measures.interval(0.3, 0.9, 1.5, -1, 3)

    assert 'cx="47.5%"' in drawn
    assert 'class="zero" x1="25.0%"' in drawn
    assert "zero" not in measures.interval(0.3, 0.9, 1.5, 0.1, 3)
