"""What one person of the demo learns, and when: lessons, questions and assessments at their own pace."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from . import pace, steps
from .community import Group, Person
from .lessons import Activity, Assessment, Course, Lesson, Link, Question
from .reading import courses

# Who has finished the ward's course by its due date, and how far the others came.
DUE = {"listening": -3}
DONE_IN_TIME = frozenset({"grace", "lan", "tala", "ada", "fatima", "kwame", "leila", "amina"})
STOPPED_AFTER = {("yusuf", "listening"): 1, ("jonas", "listening"): 2, ("gareth", "listening"): 3}

# Courses that somebody takes on their own.
ALONE = {"ngozi": ("listening", -16), "ben": ("listening", -12), "arjun": ("listening", -9)}

# What is told exactly: (course, slug, day, hour of the day in UTC).
SCRIPTS: dict[str, tuple[tuple[str, str, int, float], ...]] = {
    "ada": (
        ("listening", "the-first-five-minutes", -26, 19.2),
        ("listening", "questions-that-open", -22, 20.1),
        ("listening", "silence-and-saying-it-back", -17, 19.6),
        ("listening", "the-listening-hour-check", -15, 20.4),
        ("statistics", "why-averages-mislead", -4, 19.9),
        ("statistics", "describing-a-distribution", -3, 20.3),
        ("maps", "every-flat-map-breaks-a-promise", -2, 18.7),
        ("statistics", "sampling-without-fooling-yourself", -1, 19.4),
    ),
    "tomas": (
        ("listening", "the-first-five-minutes", -21, 2.2),
        ("listening", "questions-that-open", -14, 2.5),
        ("listening", "silence-and-saying-it-back", -7, 1.9),
        ("listening", "the-listening-hour-check", 0, 7.1),
    ),
}
# The evening group reads this one together, on the day of its meeting.
TOGETHER = {
    "priya": 5.2,
    "ngozi": 6.4,
    "meiling": 4.6,
    "kwame": 7.3,
    "lan": 3.9,
}
TOGETHER_READ = ("maps", "every-flat-map-breaks-a-promise")


@dataclass(frozen=True, slots=True)
class Plan:
    """A course that somebody takes between two days, up to `count` of its activities."""

    course: Course
    first: int
    last: int
    count: int


def learn(
    person: Person, *, groups: Iterable[Group], courses: Iterable[Course], midnight: datetime, seed: int
) -> list[steps.Step]:
    """Return what `person` learns until `midnight` and on the day after it, in order of time."""
    random = Random(f"{seed}:learn:{person.key}")
    hours = random.choice(pace.HOURS)
    by_key = {course.key: course for course in courses}
    moments: list[tuple[datetime, Course, Activity]] = []
    scripted = {course for course, *_ in SCRIPTS.get(person.key, ())}
    for course, slug, day, hour in SCRIPTS.get(person.key, ()):
        moments.append((midnight + timedelta(days=day, hours=hour), by_key[course], _activity(course, slug)))
    if person.key in TOGETHER:
        course, slug = TOGETHER_READ
        moments.append((midnight + timedelta(hours=TOGETHER[person.key]), by_key[course], _activity(course, slug)))
        scripted.add(course)
    for plan in _plans(person, groups, by_key, random):
        if plan.course.key in scripted:
            continue
        today = midnight.date()
        days = pace.days(person.pace, count=plan.count, first=plan.first, last=plan.last, today=today, random=random)
        whens = sorted(
            pace.moment(today + timedelta(days=day), zone=person.zone, hours=hours, random=random) for day in days
        )
        moments += list(zip(whens, [plan.course] * plan.count, plan.course.activities, strict=False))
    return list(_steps(person, moments, midnight, random))


def _plans(person: Person, groups: Iterable[Group], by_key: dict[str, Course], random: Random) -> Iterator[Plan]:
    began: dict[str, int] = {}
    for group in groups:
        for member in group.members:
            if member.person == person.key:
                for assigned in group.courses:
                    day = max(member.day, assigned.day) + 1
                    began[assigned.course] = min(began.get(assigned.course, 0), day)
    if person.key in ALONE:
        course, day = ALONE[person.key]
        began.setdefault(course, day)
    if person.pace == "own":
        return
    for key, first in sorted(began.items(), key=lambda item: item[1]):
        taken = by_key[key]
        if taken.instructor == person.key:
            continue
        total, last = len(taken.activities), 0
        count = round(total * min(1.0, pace.PART[person.pace] + random.uniform(-0.15, 0.1)))
        if key in DUE and person.key in DONE_IN_TIME:
            count, last = total, DUE[key]
        count = min(STOPPED_AFTER.get((person.key, key), count), total)
        if count > 0:
            yield Plan(taken, min(first, last), last, count)


def _steps(
    person: Person, moments: list[tuple[datetime, Course, Activity]], midnight: datetime, random: Random
) -> Iterator[steps.Step]:
    skill = random.uniform(0.72, 0.95)
    free = midnight + timedelta(days=-40)
    opened: set[str] = set()
    for when, course, activity in sorted(moments, key=lambda moment: moment[0]):
        at = max(when, free + timedelta(minutes=activity.minutes + 2))
        if person.key in ALONE and ALONE[person.key][0] == course.key and course.key not in opened:
            yield steps.Enrol(by=person.key, at=at - timedelta(minutes=activity.minutes + 1), course=course.key)
        opened.add(course.key)
        if isinstance(activity, Lesson):
            yield from _answers(person, course, activity, at, skill, random)
            yield steps.Complete(by=person.key, at=at, course=course.key, lesson=activity.slug)
        elif isinstance(activity, Link):
            began = at - timedelta(minutes=activity.minutes)
            yield steps.Visit(by=person.key, at=at, course=course.key, link=activity.slug, began=began)
        else:
            for sitting in _sittings(person, course, activity, at, skill, random):
                at = sitting.at
                yield sitting
        free = at
    if person.key == "ada":
        yield steps.StopAt(
            by="ada",
            at=midnight + timedelta(hours=7, minutes=50),
            course="statistics",
            lesson="what-a-p-value-does-not-tell-you",
            heading="The question it answers",
            fraction=0.35,
        )


def _answers(
    person: Person, course: Course, lesson: Lesson, at: datetime, skill: float, random: Random
) -> Iterator[steps.Answer]:
    questions = [block for block in lesson.blocks if isinstance(block, Question)]
    for number, question in enumerate(questions):
        if random.random() < 0.45:
            yield steps.Answer(
                by=person.key,
                at=at - timedelta(seconds=100 - 40 * number),
                course=course.key,
                lesson=lesson.slug,
                question=number,
                response=_response(question, skill, random),
            )


def _sittings(
    person: Person, course: Course, assessment: Assessment, at: datetime, skill: float, random: Random
) -> Iterator[steps.Sit]:
    for attempt in range(assessment.tries or 3):
        sitting = steps.Sit(
            by=person.key,
            at=at,
            course=course.key,
            assessment=assessment.slug,
            began=at - timedelta(minutes=assessment.minutes * random.uniform(0.5, 0.95)),
            responses=tuple(_response(question, skill + 0.12 * attempt, random) for question in assessment.questions),
        )
        yield sitting
        if passes(sitting):
            return
        at += timedelta(minutes=random.randint(35, 90))


def passes(sitting: steps.Sit) -> bool:
    """Say whether an assessment is passed, each question counting as one, wholly right or not."""
    assessment = _activity(sitting.course, sitting.assessment)
    assert isinstance(assessment, Assessment)
    right = sum(
        is_right(question, response) for question, response in zip(assessment.questions, sitting.responses, strict=True)
    )
    return 100 * right >= assessment.pass_mark * len(assessment.questions)


def is_right(question: Question, response: tuple[int, ...] | float) -> bool:
    """Say whether a response is wholly right."""
    if question.value is not None:
        return isinstance(response, float) and abs(response - question.value) <= question.tolerance
    return response == _key(question)


def _response(question: Question, skill: float, random: Random) -> tuple[int, ...] | float:
    right = random.random() < skill
    if question.value is not None:
        return float(question.value) if right else round(question.value * random.choice((0.5, 2, 10)), 4)
    if right:
        return _key(question)
    wrong = [index for index, option in enumerate(question.options) if not option.right]
    if question.kind == "multiple":
        return tuple(sorted({*_key(question)[:1], random.choice(wrong)}))
    return (random.choice(wrong),)


def _key(question: Question) -> tuple[int, ...]:
    return tuple(index for index, option in enumerate(question.options) if option.right)


@cache
def _activity(course: str, slug: str) -> Activity:
    return next(
        activity
        for written in courses()
        if written.key == course
        for activity in written.activities
        if activity.slug == slug
    )
