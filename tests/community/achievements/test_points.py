"""What is earned, from events and rules alone."""

import uuid
from datetime import UTC, datetime, timedelta

from community.achievements.badges import awarded
from community.achievements.points import Rule, ledger
from courses.events import AssessmentPassed, CourseCompleted, LessonCompleted

EVER, LATER = datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
RULES = [
    Rule(code="lesson", version=1, points=10, in_force_from=EVER),
    Rule(code="lesson", version=2, points=15, in_force_from=LATER),
    Rule(code="assessment", version=1, points=20, in_force_from=EVER),
    Rule(code="course", version=1, points=50, in_force_from=EVER),
]
ENROLMENT, COURSE = uuid.uuid4(), uuid.uuid4()


def told(kind, seq=1, *, stored=LATER - timedelta(days=1), **fields):
    common = {
        "learner_id": 1,
        "enrolment_uid": ENROLMENT,
        "course_key": COURSE,
        "course_title": "Statistics",
        "record_id": seq,
        "record_uid": uuid.UUID(int=seq),
        "seq": seq,
        "at": stored,
        "stored": stored,
    }
    return kind(**common | fields)


def lesson(seq=1, **fields):
    return told(LessonCompleted, seq, **{"activity_key": uuid.UUID(int=100 + seq), "title": f"Lesson {seq}", **fields})


def test_each_kind_earns_by_its_rule():
    events = [
        lesson(1),
        told(AssessmentPassed, 2, activity_key=uuid.uuid4(), title="Check", scaled=0.9),
        told(CourseCompleted, 2, activities=2),
    ]
    assert [(line.code, line.points, line.title) for line in ledger(events, RULES)] == [
        ("lesson", 10, "Lesson 1"),
        ("assessment", 20, "Check"),
        ("course", 50, "Statistics"),
    ]


def test_the_version_in_force_when_it_was_stored_decides():
    lines = ledger([lesson(1), lesson(2, stored=LATER), lesson(3, stored=LATER + timedelta(days=9))], RULES)
    assert [line.points for line in lines] == [10, 15, 15]


def test_what_is_only_reported_earns_neither_points_nor_badge():
    reported = [lesson(1, ranked=False)]
    assert ledger(reported, RULES) == []
    assert awarded(reported) == []


def test_what_was_taken_back_stays_in_the_ledger_and_gives_no_badge():
    events = [lesson(1, reversed_by=9)]
    assert [line.reversed_by_id for line in ledger(events, RULES)] == [9]
    assert awarded(events) == []


def test_done_again_after_a_voiding_is_another_line():
    again = lesson(5, activity_key=uuid.UUID(int=101), title="Lesson 1")
    lines = ledger([lesson(1, reversed_by=4), again], RULES)
    assert len({line.uid for line in lines}) == 2


def test_the_first_lesson_that_stands_gives_the_badge_once():
    badges = awarded([lesson(1, reversed_by=3), lesson(2), lesson(4)])
    assert [(badge.badge, badge.title) for badge in badges] == [("first_lesson", "Lesson 2")]


def test_keys_are_the_same_for_the_same_events():
    events = [lesson(1), told(CourseCompleted, 2, activities=2)]
    assert [line.uid for line in ledger(events, RULES)] == [line.uid for line in ledger(events, RULES)]
    assert [badge.uid for badge in awarded(events)] == [badge.uid for badge in awarded(events)]
