"""Days, and similar things as one line."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from community.feed.folding import Fold, days, fold

NOON = datetime(2026, 2, 10, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    name: str
    kind: str = "lesson"
    object_key: str = "a"
    course_key: str = "c"
    at: datetime = NOON
    who: str = ""


def shape(lines):
    return [[thing.name for thing in line.things] if isinstance(line, Fold) else line.name for line in lines]


def test_two_of_one_lesson_fold_where_the_newest_was():
    things = [
        Thing("post", "topic"),
        Thing("x", who="ada"),
        Thing("course", "course", course_key="d"),
        Thing("y", who="ben"),
    ]
    assert shape(fold(things)) == ["post", ["x", "y"], "course"]


def test_three_lessons_of_one_course_fold_two_of_two_people_do_not():
    lessons = [Thing(name, object_key=name, who=name) for name in "xyz"]
    assert shape(fold(lessons)) == [["x", "y", "z"]]
    assert shape(fold(lessons[:2])) == ["x", "y"]


def test_what_one_person_did_in_one_course_on_a_day_is_one_line():
    lesson = Thing("x", object_key="x", who="ada")
    check = Thing("y", "assessment", object_key="y", who="ada")
    other = Thing("z", object_key="z", who="ada", course_key="d")
    assert shape(fold([lesson, other, check])) == [["x", "y"], "z"]
    assert shape(fold([lesson, Thing("y", "assessment", object_key="y", who="ben")])) == ["x", "y"]


def test_a_finished_course_says_that_its_assessments_were_passed_that_day():
    lesson = Thing("x", object_key="x", who="ada")
    check = Thing("y", "assessment", object_key="y", who="ada")
    course = Thing("c", "course", object_key="c", who="ada")
    bens = Thing("b", "assessment", object_key="y", who="ben")
    assert shape(fold([course, check, lesson, bens])) == ["c", "x", "b"]


def test_the_same_lesson_folds_before_the_same_course():
    things = [Thing("x", object_key="1"), Thing("y", object_key="2", who="ben"), Thing("z", object_key="1")]
    assert shape(fold(things)) == [["x", "z"], "y"]


def test_milestones_and_talk_never_fold():
    things = [Thing("x", kind) for kind in ("course", "topic") for _n in range(4)]
    assert shape(fold(things)) == ["x"] * 8


def test_folding_loses_and_repeats_nothing():
    things = [Thing(f"{n}", "lesson", str(n % 5), str(n % 2)) for n in range(20)]
    lines = fold(things)
    names = [thing.name for line in lines for thing in (line.things if isinstance(line, Fold) else [line])]
    assert sorted(names) == sorted(thing.name for thing in things)


def test_days_are_those_of_the_reader():
    late = Thing("late", at=datetime(2026, 2, 10, 23, 30, tzinfo=UTC))
    in_london, in_tokyo = (days([late], zone=ZoneInfo(zone))[0][0] for zone in ("Europe/London", "Asia/Tokyo"))
    assert (in_london, in_tokyo) == (date(2026, 2, 10), date(2026, 2, 11))


def test_things_of_two_days_do_not_fold():
    found = days([Thing("x"), Thing("y", at=NOON - timedelta(days=1))], zone=UTC)
    assert [(day, shape(lines)) for day, lines in found] == [
        (date(2026, 2, 10), ["x"]),
        (date(2026, 2, 9), ["y"]),
    ]
