"""One timeline of all people, in order of time, as pure data: the same for the same seed and day.

It ends on `day`, a UTC date, before 20:00 UTC. `fit` moves the steps of the last day before now, in their order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from . import steps
from .community import Group, Person, Talk, groups, people, talk
from .learning import learn, passes
from .lessons import Course
from .outside import moments as outside
from .reading import courses

FIRST_DAY = -30
CLOSING = timedelta(hours=20)  # after today's midnight


def build(seed: int, day: date) -> tuple[steps.Step, ...]:
    """Return every step of the month that ends on `day`, in order of time."""
    midnight = datetime.combine(day, time(), UTC)
    everyone, everywhere, talks = people(), groups(), talk()
    made = [
        *_arrivals(midnight, everyone, everywhere),
        *_groups(midnight, everywhere),
        *_talk(midnight, talks, seed),
        *_connections(midnight, everyone, everywhere, seed),
        *outside.moments(midnight, seed),
    ]
    learnt = [
        step
        for person in everyone
        for step in learn(person, groups=everywhere, courses=courses(), midnight=midnight, seed=seed)
    ]
    made += learnt
    made += _applause(learnt, everywhere, courses(), midnight, seed)
    made += [steps.CatchUp(by=person.key, at=midnight - timedelta(hours=9)) for person in everyone]
    return tuple(sorted((step for step in made if step.at <= midnight + CLOSING), key=lambda step: step.at))


def fit(timeline: Iterable[steps.Step], *, day: date, now: datetime) -> tuple[steps.Step, ...]:
    """Return the timeline with the steps of `day` pressed together, in their order, so that none lies after `now`."""
    midnight = datetime.combine(day, time(), UTC)
    part = min(1.0, (now - midnight) / CLOSING)

    def pressed(at: datetime) -> datetime:
        return at if at <= midnight else (midnight + (at - midnight) * part).astimezone(at.tzinfo)

    return tuple(
        replace(step, at=pressed(step.at), began=pressed(step.began))
        if isinstance(step, steps.Sit | steps.Visit)
        else replace(step, at=pressed(step.at))
        for step in timeline
    )


def _arrivals(midnight: datetime, everyone: Iterable[Person], everywhere: Iterable[Group]) -> Iterator[steps.Step]:
    first: dict[str, int] = defaultdict(lambda: FIRST_DAY)
    for group in everywhere:
        for member in group.members:
            first[member.person] = min(first.get(member.person, 0), member.day)
    teachers = {course.instructor for course in courses()}
    for index, person in enumerate(everyone):
        day = FIRST_DAY if person.key in teachers else first[person.key]
        yield steps.Arrive(by=person.key, at=midnight + timedelta(days=day, hours=5, minutes=index))
    for index, course in enumerate(courses()):
        at = midnight + timedelta(days=FIRST_DAY, hours=9 + index)
        yield steps.Publish(by=course.instructor, at=at, course=course.key)


def _groups(midnight: datetime, everywhere: Iterable[Group]) -> Iterator[steps.Step]:
    for number, group in enumerate(everywhere):
        founder = group.managers[0]
        opened = midnight + timedelta(days=group.founded, hours=6, minutes=number)
        yield steps.Found(by=founder, at=opened, group=group.key)
        for index, member in enumerate(group.members):
            at = midnight + timedelta(days=member.day, hours=6, minutes=20 + number * 20 + index)
            yield steps.Join(
                by=member.person,
                at=at,
                group=group.key,
                sharing=member.sharing,
                manages=member.person in group.managers,
            )
        for assigned in group.courses:
            at = midnight + timedelta(days=assigned.day, hours=8, minutes=30 + number)
            due = midnight + timedelta(days=assigned.due, hours=22) if assigned.due is not None else None
            yield steps.Assign(by=assigned.by, at=at, group=group.key, course=assigned.course, due=due)
    yield steps.AskToJoin(
        by="ruth",
        at=midnight + timedelta(days=-1, hours=15),
        group="evening",
        note="Marie-Claire says that you explain things twice without sighing.",
    )


def _talk(midnight: datetime, talks: Iterable[Talk], seed: int) -> Iterator[steps.Step]:
    random = Random(f"{seed}:talk")
    for number, conversation in enumerate(talks):
        opening = conversation.opening
        yield steps.Open(by=opening.by, at=midnight + opening.at, talk=number)
        for liker in opening.liked_by:
            at = midnight + opening.at + _later(random)
            yield steps.Like(by=liker, at=at, talk=number, reply=None)
        for index, said in enumerate(conversation.replies):
            yield steps.Reply(by=said.by, at=midnight + said.at, talk=number, reply=index)
            for liker in said.liked_by:
                at = midnight + said.at + _later(random)
                yield steps.Like(by=liker, at=at, talk=number, reply=index)
            if index == conversation.accepted:
                yield steps.AcceptReply(by=opening.by, at=midnight + said.at + _later(random), talk=number, reply=index)


def _connections(
    midnight: datetime, everyone: Iterable[Person], everywhere: Iterable[Group], seed: int
) -> Iterator[steps.Step]:
    random = Random(f"{seed}:connections")
    for person in everyone:
        for other in person.connects:
            day = max(
                min(
                    max(member.day for member in group.members if member.person in (person.key, other))
                    for group in everywhere
                    if {person.key, other} <= {member.person for member in group.members}
                ),
                FIRST_DAY,
            )
            at = midnight + timedelta(days=min(day + random.randint(1, 6), -2), minutes=random.randint(600, 1100))
            yield steps.AskToConnect(by=person.key, at=at, other=other)
            yield steps.Accept(by=other, at=at + timedelta(minutes=random.randint(15, 1200)), asker=person.key)
    yield steps.AskToConnect(by="jonas", at=midnight + timedelta(days=-1, hours=18), other="ada")


def _applause(
    learnt: Iterable[steps.Step],
    everywhere: Iterable[Group],
    all_courses: Iterable[Course],
    midnight: datetime,
    seed: int,
) -> Iterator[steps.Step]:
    """Kudos from people of a group in which the learner shares by name."""
    random = Random(f"{seed}:applause")
    sizes = {course.key: len(course.needed) for course in all_courses}
    done: dict[tuple[str, str], set[str]] = defaultdict(set)
    for step in sorted(learnt, key=lambda step: step.at):
        if isinstance(step, steps.Complete):
            slug, most = step.lesson, random.choices((0, 1, 2), (80, 14, 6))[0]
        elif isinstance(step, steps.Sit) and passes(step):
            slug, most = step.assessment, random.choices((0, 1, 2, 3), (30, 30, 25, 15))[0]
        else:
            continue
        yield from _kudos(step, slug, most, everywhere, midnight, random)
        done[step.by, step.course].add(slug)
        if len(done[step.by, step.course]) == sizes[step.course]:
            yield from _kudos(step, "", random.randint(3, 7), everywhere, midnight, random)


def _kudos(
    step: steps.Complete | steps.Sit,
    slug: str,
    most: int,
    everywhere: Iterable[Group],
    midnight: datetime,
    random: Random,
) -> Iterator[steps.Applaud]:
    watchers = sorted(
        {
            other.person
            for group in everywhere
            for member in group.members
            if member.person == step.by
            and member.sharing == "named"
            and midnight + timedelta(days=member.day) < step.at
            for other in group.members
            if other.person != step.by and midnight + timedelta(days=other.day + 1) < step.at
        }
    )
    for watcher in random.sample(watchers, min(most, len(watchers))):
        yield steps.Applaud(by=watcher, at=step.at + _later(random), whom=step.by, course=step.course, slug=slug)


def _later(random: Random) -> timedelta:
    return timedelta(minutes=round(10 + random.expovariate(1 / 240)))
