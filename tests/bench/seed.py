"""Fill an empty database by bulk inserts of records and projections: 2,000 people, 50 groups, 200,000 feed items."""

import random
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from cohort.models import Capabilities
from community import projections
from community.discussions import actions as discussions
from community.models import Connection, FeedEntry, Group, Membership, Standing, User
from courses.catalog import queries as catalog
from courses.learning import projections as progress
from courses.models import Completion, Enrolment, Grant, Outline, Record, RecordActivity, RecordAgent, Sequence
from courses.records import identity, native, times
from courses.records.statements import agent_key, iri_key
from courses.records.words import COMPLETED
from search import indexing
from search.models import Entry
from tests.factories.catalog import instructor, published_course

BATCH = 2000
DOMAIN = "@bench.example"
DAYS = 30
LONG_COURSE = "Thirty Lessons"


def is_seeded() -> bool:
    """Say whether this database was filled before, to the end."""
    return indexed().exists()


def learners() -> QuerySet[User]:
    """Return the people of the bench in the order they were made."""
    return User.objects.filter(email__endswith=DOMAIN).order_by("pk")


def indexed() -> QuerySet[Entry]:
    """Return what search knows of the bench's people; it is told last."""
    return Entry.objects.filter(uid__in=learners().values("uid"))


def seed(*, people: int, groups: int, say: Callable[[str], None]) -> None:
    """Fill the database, and let PostgreSQL know what it holds as it would after a night."""
    chance = random.Random(7)
    now = timezone.now()
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    say("courses")
    teacher = instructor("Bench Teacher")
    courses = [
        published_course(LONG_COURSE, lessons=30, assessment=False, by=teacher),
        published_course("Twelve Lessons and a Check", lessons=12, by=teacher),
    ]
    found = catalog.outlines([course.translation_key for course in courses])
    outlines = [found[course.translation_key] for course in courses]
    say(f"{people} people in {groups} groups")
    everyone = _people(people)
    circles = _groups(groups, by=everyone[0], at=now - timedelta(days=DAYS + 5))
    _memberships(everyone, circles, at=now - timedelta(days=DAYS + 2))
    _connections(everyone, at=now - timedelta(days=DAYS + 1))
    enrolments = _enrolments(everyone, outlines, circles, at=now - timedelta(days=DAYS + 1))
    say("records")
    for start in range(0, len(everyone), 200):
        with transaction.atomic():
            _records(everyone[start : start + 200], enrolments, outlines, chance=chance, now=now)
    say("projections")
    progress.rebuild()
    for learner in everyone:
        projections.derive(learner.pk)
    say("discussions")
    _talk(circles, outlines[0], chance=chance)
    say("search entries")
    indexing.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people(count: int) -> list[User]:
    joined = timezone.now() - timedelta(days=DAYS + 10)
    return User.objects.bulk_create(
        [
            User(
                email=f"p{number}{DOMAIN}",
                display_name=f"Person {number} of the Bench",
                password="!",
                sharing=User.Sharing.NAMED,
                shared_since=joined,
                date_joined=joined,
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )


def _groups(count: int, *, by: User, at: datetime) -> list[Group]:
    return Group.objects.bulk_create(
        [
            Group(
                name=f"Circle {number}",
                slug=f"circle-{number}",
                purpose="We learn the same things and talk about them.",
                visibility=Group.Visibility.PRIVATE,
                created_by=by,
                created_at=at,
            )
            for number in range(count)
        ]
    )


def _memberships(learners: list[User], circles: list[Group], *, at: datetime) -> None:
    """Everyone belongs to two groups and shares by name."""
    Membership.objects.bulk_create(
        [
            Membership(
                group=circles[(number + step) % len(circles)],
                user=learner,
                sharing=Membership.Sharing.NAMED,
                shared_since=at,
                joined=at,
                role=Membership.Role.MANAGER if number < len(circles) and not step else Membership.Role.MEMBER,
            )
            for number, learner in enumerate(learners)
            for step in (0, 7)
        ],
        batch_size=BATCH,
    )


def _connections(learners: list[User], *, at: datetime) -> None:
    Connection.objects.bulk_create(
        [
            Connection(asker=learner, asked=learners[(number + step) % len(learners)], asked_at=at, accepted_at=at)
            for number, learner in enumerate(learners)
            for step in (11, 29, 53)
        ],
        batch_size=BATCH,
    )


def _enrolments(
    learners: list[User], outlines: list[Outline], circles: list[Group], *, at: datetime
) -> dict[tuple[int, int], Enrolment]:
    rows = Enrolment.objects.bulk_create(
        [
            Enrolment(learner=learner, course_key=outline.course_key, outline=outline, began=at)
            for learner in learners
            for outline in outlines
        ],
        batch_size=BATCH,
    )
    Grant.objects.bulk_create([Grant(enrolment=row, source="open", granted_at=at) for row in rows], batch_size=BATCH)
    which = {outline.course_key: number for number, outline in enumerate(outlines)}
    return {(row.learner_id, which[row.course_key]): row for row in rows}


def _records(
    learners: list[User],
    enrolments: dict[tuple[int, int], Enrolment],
    outlines: list[Outline],
    *,
    chance: random.Random,
    now: datetime,
) -> None:
    completions: list[Completion] = []
    records: list[Record] = []
    for learner in learners:
        for number, (which, lesson, at) in enumerate(_lessons(outlines, chance=chance, now=now), 1):
            enrolment = enrolments[learner.pk, which]
            enrolment.learner = learner
            completion = Completion(enrolment=enrolment, activity_key=uuid.UUID(lesson["key"]), at=at)
            completions.append(completion)
            records.append(_record(completion, lesson, seq=number))
        Sequence(learner=learner, last_seq=number).save()
    Completion.objects.bulk_create(completions, batch_size=BATCH)
    Record.objects.bulk_create(records, batch_size=BATCH)
    RecordAgent.objects.bulk_create(
        [
            RecordAgent(record=record, agent_key=key, stored=record.stored)
            for record in records
            for key in (record.agent_key, record.authority)
        ],
        batch_size=BATCH,
    )
    RecordActivity.objects.bulk_create(
        [
            RecordActivity(record=record, iri=iri, stored=record.stored)
            for record, completion in zip(records, completions, strict=True)
            for iri in (record.activity_iri, iri_key(identity.activity_iri(completion.enrolment.course_key)))
        ],
        batch_size=BATCH,
    )


def _lessons(
    outlines: list[Outline], *, chance: random.Random, now: datetime
) -> Iterator[tuple[int, dict[str, Any], datetime]]:
    """Yield what a person reads in a month, in order of time: the long course to near its end, the short one begun."""
    read = [(0, lesson) for lesson in _of(outlines[0])[: chance.randint(27, 30)]]
    read += [(1, lesson) for lesson in _of(outlines[1])[: chance.randint(3, 8)]]
    moments = sorted(now - timedelta(seconds=chance.randint(60, DAYS * 86400)) for _ in read)
    yield from ((which, lesson, at) for (which, lesson), at in zip(read, moments, strict=True))


def _of(outline: Outline) -> list[dict[str, Any]]:
    return [
        activity
        for module in outline.data["modules"]
        for activity in module["activities"]
        if activity["kind"] == "lesson"
    ]


def _record(completion: Completion, lesson: dict[str, Any], *, seq: int) -> Record:
    enrolment = completion.enrolment
    thing = identity.activity(lesson["key"], kind="lesson", title=lesson["title"])
    statement = native.statement(enrolment, source=completion.uid, verb=COMPLETED, thing=thing, at=completion.at)
    assert statement.id is not None
    authority = identity.installation()
    written = times.written(completion.at)
    return Record(
        uid=statement.id,
        learner_id=enrolment.learner_id,
        seq=seq,
        stored=completion.at,
        timestamp=completion.at,
        day=native.local(completion.at, enrolment.learner.time_zone).date(),
        agent_key=statement.actor_key,
        verb=iri_key(statement.verb),
        activity_iri=iri_key(statement.activity),
        activity_key=completion.activity_key,
        enrolment=enrolment,
        registration=enrolment.uid,
        provenance=Record.Provenance.SERVER,
        authority=agent_key(authority),
        digest=statement.digest(),
        statement=statement.text(id=statement.id, timestamp=written, stored=written, authority=authority),
    )


def _talk(circles: list[Group], outline: Outline, *, chance: random.Random) -> None:
    """Five conversations a group with two replies each, one of them below a lesson."""
    lesson = _of(outline)[2]
    for circle in circles:
        people = [m.user for m in circle.memberships.select_related("user").order_by("pk")[:8]]
        for number in range(5):
            below = {"lesson_key": uuid.UUID(lesson["key"]), "lesson_title": lesson["title"]} if not number else {}
            topic = discussions.open_topic(
                circle.place,
                author=chance.choice(people),
                kind="question",
                title=f"What does step {number} rest on?",
                text="I read it *twice* and still wonder what it rests on. Who can say it in other words?",
                course_key=outline.course_key if below else None,
                **below,
            )
            for person in chance.sample(people, 2):
                discussions.reply(topic, author=person, text="It rests on the step before. Draw it once by hand.")


def counts() -> str:
    """Say how much there is."""
    return ", ".join(
        f"{model.objects.count():,} {name}"
        for name, model in (("people", User), ("records", Record), ("feed items", FeedEntry), ("standings", Standing))
    )
