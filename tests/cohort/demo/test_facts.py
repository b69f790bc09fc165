"""The numbers in the lessons, computed again from what they are about."""

from math import comb, cos, radians, sqrt
from statistics import correlation, mean, median, quantiles, stdev

import pytest

from cohort.demo.lessons import Assessment, Code, Question
from cohort.demo.pictures import maps
from cohort.demo.pictures.statistics import ANSCOMBE, INCOMES
from cohort.demo.reading import courses

ACTIVITIES = {activity.slug: activity for course in courses() for activity in course.activities}


def numeric(slug: str) -> list[float]:
    activity = ACTIVITIES[slug]
    blocks = activity.questions if isinstance(activity, Assessment) else activity.blocks
    return [block.value for block in blocks if isinstance(block, Question) and block.kind == "numeric"]


def test_film_star_moves_the_mean_and_not_the_median():
    cafe = INCOMES[:-1]

    assert (round(mean(cafe), 1), median(cafe)) == (31.6, 31)
    assert (mean(INCOMES), median(INCOMES)) == (828.4, 32)


def test_pupils_see_larger_classes_than_schools_count():
    def seen(*classes: int) -> float:
        return sum(size * size for size in classes) / sum(classes)

    assert round(seen(10, 20, 90), 1) == 71.7
    assert numeric("describing-a-distribution-check") == [round(seen(10, 20, 60))]


def test_waiting_times_have_the_mean_and_the_spread_that_are_said():
    assert numeric("why-averages-mislead") == [median([3, 5, 6, 8, 8, 9, 31])]
    assert mean([3, 5, 6, 8, 8, 9, 31]) == 10
    waits = [4, 6, 7, 9, 10, 11, 11, 13, 15, 19, 22, 47]
    assert (mean(waits), median(waits), round(stdev(waits), 1)) == (14.5, 11, 11.5)
    assert quantiles(waits, n=4, method="inclusive") == [8.5, 11, 16]


@pytest.mark.parametrize("xs, ys", ANSCOMBE)
def test_anscombe_agrees_in_every_summary(xs, ys):
    assert mean(xs) == 9
    assert round(mean(ys), 2) == 7.5
    assert round(correlation(xs, ys), 2) == 0.82


@pytest.mark.parametrize("people, margin", [(100, 9.8), (250, 6.2), (1000, 3.1), (4000, 1.5)])
def test_margins_of_error_are_as_wide_as_said(people, margin):
    assert round(100 * 1.96 * sqrt(0.25 / people), 1) == margin


def test_tasting_tea_by_luck_is_as_rare_as_said():
    assert comb(8, 4) == 70
    assert round(1 / 70, 3) == 0.014
    assert numeric("what-a-p-value-does-not-tell-you") == [round((1 + comb(4, 3) * comb(4, 1)) / 70, 2)]


@pytest.mark.parametrize("people, ends", [(30, (-7, 35)), (60, (-1, 29)), (240, (6, 22))])
def test_intervals_of_the_sleep_programme(people, ends):
    half = 1.96 * 42 * sqrt(2 / people)

    assert (round(14 - half), round(14 + half)) == ends


def test_power_and_the_rule_of_three():
    assert numeric("how-big-is-big-enough") == [round(16 / 0.4**2)]
    assert round(16 / 1.15**2) == 12
    assert numeric("final-assessment") == [100 * 3 / 300, 100 * 40 / 200]
    assert 0.05 * 800 == 40


def test_stones_add_up():
    assert (81 + 192, 87 + 263, 234 + 55, 270 + 80) == (273, 350, 289, 350)
    shares = [81 / 87, 234 / 270, 192 / 263, 55 / 80, 273 / 350, 289 / 350]
    assert [round(100 * share) for share in shares] == [93, 87, 73, 69, 78, 83]


def test_many_tests_find_something_by_chance_as_often_as_said():
    assert [round(1 - 0.95**n, 2) for n in (1, 10, 20, 50)] == [0.05, 0.40, 0.64, 0.92]
    assert round(45 / 125, 2) == 0.36
    assert 45 / 65 > 2 / 3
    assert numeric("when-many-p-values-meet") == [0.05 / 10]


@pytest.mark.parametrize(
    "latitude, lengths, areas", [(0, 1, 1), (30, 1.2, 1.3), (45, 1.4, 2), (60, 2, 4), (75, 3.9, 14.9)]
)
def test_mercator_stretches_each_latitude_as_said(latitude, lengths, areas):
    stretch = 1 / cos(radians(latitude))

    assert (round(stretch, 1), round(stretch**2, 1)) == (lengths, areas)


def test_greenlands_in_africa():
    assert round(30.4 / 2.2) == 14


def test_three_cuts_of_twelve_rates():
    assert sorted(maps.PLACES) == sorted(maps.RATES)
    assert sum(rate <= 10 for rate in maps.RATES) == 8
    assert sum(rate > 6.5 for rate in maps.RATES) == 6


def test_shorter_rulers_find_a_longer_coast():
    lengths = [round(maps.length(maps.walked(maps.coastline(), step)) / 100, 1) for step in (120, 40, 8)]

    assert lengths == [5.8, 6.5, 8.3]


def test_a_word_breaks_as_much_more_glass_as_said():
    assert numeric("the-listening-hour-check") == [100 * 16 / 50 - 100 * 7 / 50]


def test_programs_run_and_print_what_the_lesson_says(capsys):
    printed = []
    for activity in ACTIVITIES.values():
        for block in getattr(activity, "blocks", ()):
            if isinstance(block, Code):
                exec(compile(block.text, activity.slug, "exec"), {})
                printed.append(capsys.readouterr().out)

    assert len(printed) == 3
    assert "median 11.0" in printed[0]
    assert "34.0% to 46.0%" in printed[1]
    assert "at most about 1.98%, rule of three 2.00%" in printed[2]
