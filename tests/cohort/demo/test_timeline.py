"""The timeline: one order of time, the same for the same seed and day, and possible."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cohort.demo import steps
from cohort.demo.community import groups
from cohort.demo.learning import passes
from cohort.demo.reading import courses
from cohort.demo.timeline import build, fit

DAY = date(2026, 3, 11)  # a Wednesday
MIDNIGHT = datetime.combine(DAY, time(), UTC)
TIMELINE = build(7, DAY)


def of(kind: type) -> list:
    return [step for step in TIMELINE if type(step) is kind]


def test_same_seed_and_day_give_the_same_timeline():
    assert build(7, DAY) == TIMELINE
    assert build(8, DAY) != TIMELINE


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 30), date(2027, 2, 28)])
def test_any_day_gives_a_month_that_ends_on_it(day):
    timeline = build(1, day)

    assert timeline[0].at.astimezone(UTC).date() == day - timedelta(days=30)
    assert timeline[-1].at.astimezone(UTC).date() == day


def test_steps_are_in_order_of_time_and_end_on_the_day():
    moments = [step.at for step in TIMELINE]

    assert moments == sorted(moments)
    assert moments[-1] <= MIDNIGHT + timedelta(hours=20)


def test_a_month_of_learning():
    counts = Counter(type(step).__name__ for step in TIMELINE)

    assert counts["Arrive"] == 42
    assert counts["Found"] == 6
    assert counts["Publish"] == 3
    assert counts["Complete"] > 200
    assert counts["Sit"] > 35
    assert counts["Applaud"] > 100
    days = {step.at.astimezone(UTC).date() for step in of(steps.Complete)}
    assert len(days) >= 25


def test_nobody_acts_before_arriving():
    arrived = {step.by: step.at for step in of(steps.Arrive)}

    assert all(step.at >= arrived[step.by] for step in TIMELINE)


def test_people_learn_only_what_they_have_access_to():
    open_from: dict[tuple[str, str], datetime] = {}
    members: dict[str, set[str]] = {group.key: set() for group in groups()}
    assigned: dict[str, set[str]] = {group.key: set() for group in groups()}
    for step in TIMELINE:
        match step:
            case steps.Join(by=by, group=group):
                members[group].add(by)
                for course in assigned[group]:
                    open_from.setdefault((by, course), step.at)
            case steps.Assign(group=group, course=course):
                assigned[group].add(course)
                for member in members[group]:
                    open_from.setdefault((member, course), step.at)
            case steps.Enrol(by=by, course=course):
                open_from.setdefault((by, course), step.at)
            case steps.Complete(by=by, course=course) | steps.Sit(by=by, course=course):
                assert (by, course) in open_from


def test_activities_come_in_the_order_of_the_course_but_for_what_is_read_together():
    order = {
        (course.key, activity.slug): number for course in courses() for number, activity in enumerate(course.activities)
    }
    reached: dict[tuple[str, str], int] = {}
    for step in TIMELINE:
        if isinstance(step, steps.Complete | steps.Sit):
            slug = step.lesson if isinstance(step, steps.Complete) else step.assessment
            number = order[step.course, slug]
            assert number in (reached.get((step.by, step.course), -1), reached.get((step.by, step.course), -1) + 1)
            reached[step.by, step.course] = number


def test_no_lesson_is_read_twice_and_no_assessment_tried_after_passing_or_too_often():
    read = Counter((step.by, step.lesson) for step in of(steps.Complete))
    tries: dict[tuple[str, str], list[bool]] = {}
    for step in of(steps.Sit):
        tries.setdefault((step.by, step.assessment), []).append(passes(step))

    assert max(read.values()) == 1
    assert all(len(results) <= 3 and not any(results[:-1]) for results in tries.values())
    assert any(not results[0] for results in tries.values())
    assert any(results[0] for results in tries.values())


def test_assessment_is_begun_after_the_last_thing_the_person_learned():
    last: dict[str, datetime] = {}
    for step in TIMELINE:
        if isinstance(step, steps.Sit):
            assert step.began > last.get(step.by, step.began - timedelta(1))
            assert step.began < step.at
        if isinstance(step, steps.Sit | steps.Complete | steps.Visit | steps.Answer):
            last[step.by] = step.at


def test_some_look_for_their_own_street_and_come_back():
    visits = [step for step in TIMELINE if isinstance(step, steps.Visit)]

    assert visits
    assert all(step.link == "your-own-street" and step.began < step.at for step in visits)


def test_eight_of_the_ward_have_finished_their_course_in_time():
    done: dict[str, set[str]] = {}
    for step in TIMELINE:
        if step.at < MIDNIGHT - timedelta(days=2):
            if isinstance(step, steps.Complete) and step.course == "listening":
                done.setdefault(step.by, set()).add(step.lesson)
            if isinstance(step, steps.Sit) and step.course == "listening" and passes(step):
                done.setdefault(step.by, set()).add(step.assessment)
    ward = {member.person for group in groups() if group.key == "ward" for member in group.members}

    assert sum(len(done.get(person, ())) == 4 for person in ward) == 8


def test_ada_is_in_the_middle_of_lesson_four_after_four_days_in_a_row():
    hers = [step for step in TIMELINE if step.by == "ada"]
    stopped = next(step for step in hers if isinstance(step, steps.StopAt))
    days = [(step.at.date() - DAY).days for step in hers if isinstance(step, steps.Complete)][-4:]

    assert (stopped.lesson, stopped.heading) == ("what-a-p-value-does-not-tell-you", "The question it answers")
    assert days == [-4, -3, -2, -1]


def test_kudos_come_from_people_of_a_group_where_the_learner_shares_by_name():
    shared = {
        (member.person, other.person)
        for group in groups()
        for member in group.members
        if member.sharing == "named"
        for other in group.members
    }

    assert all((step.whom, step.by) in shared and step.whom != step.by for step in of(steps.Applaud))


def test_fitting_moves_only_today_before_now_and_keeps_the_order():
    now = MIDNIGHT + timedelta(hours=6)

    fitted = fit(TIMELINE, day=DAY, now=now)

    assert len(fitted) == len(TIMELINE)
    assert max(step.at for step in fitted) <= now
    assert [step.at for step in fitted] == sorted(step.at for step in fitted)
    for before, after in zip(TIMELINE, fitted, strict=True):
        assert type(before) is type(after)
        if before.at <= MIDNIGHT:
            assert before == after


def test_late_in_the_evening_nothing_is_moved():
    assert fit(TIMELINE, day=DAY, now=MIDNIGHT + timedelta(hours=23)) == TIMELINE
