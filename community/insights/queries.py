"""How a group's members get on with what is assigned, as its managers may see it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from community.feed.policies import SHOWN_IN_GROUP
from community.groups import policies as joining
from community.groups import queries as groups
from community.models import Activity, FeedEntry, Group, Membership
from courses.access import days
from courses.access import queries as access
from courses.assessments import queries as assessments
from courses.catalog import queries as catalog
from courses.events import AssessmentPassed, CourseEvent, LessonCompleted
from courses.learning import queries as learning
from courses.models import Outline
from courses.outline import outlines
from courses.pagination import Folded
from courses.transcripts import standing
from courses.transcripts.standing import Why

from . import policies
from .reading import Cell

Kind = Activity.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course the group learns, with its due day in this group and the titles of its activities by key."""

    key: uuid.UUID
    title: str
    needed: list[uuid.UUID]
    due: datetime | None
    titles: Mapping[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Person:
    """A member whose learning the managers may see, with a cell for each course."""

    membership: Membership
    cells: list[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """People and courses; `members` is the denominator, those who show nothing among them."""

    group: Group
    courses: list[Course]
    people: list[Person]
    members: int
    as_of: datetime
    monday: datetime


@dataclass(frozen=True, slots=True)
class Proof:
    """Something a member finished in a course, with the record that proves it."""

    title: str
    kind: str
    at: datetime
    record: uuid.UUID
    score: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands behind a cell: proofs, the last first, and of who shows all of it every rule as it stands."""

    course: Course
    proofs: list[Proof]
    why: Why | None
    known: bool


def grid(group: Group) -> Grid:
    """Return how every member whose learning managers may see gets on with what is assigned. Seven queries."""
    now = timezone.now()
    courses = _courses(group)
    members = list(groups.members(group).order_by(Folded("user__display_name"), "pk"))
    for membership in members:
        membership.group = group
    seen = [each for each in members if policies.sees_something(each)]
    known = [each.user_id for each in seen if policies.sees_all(each)]
    keys = [course.key for course in courses]
    facts = learning.progress_in(keys, known)
    failed = assessments.failed_tries(keys, known)
    shared = _shared(group, [each for each in seen if not policies.sees_all(each)])
    people = [Person(each, [_cell(each, course, facts, failed, shared) for course in courses]) for each in seen]
    return Grid(
        group=group, courses=courses, people=people, members=len(members), as_of=now, monday=_monday(group, now)
    )


def evidence(membership: Membership, course_key: uuid.UUID) -> Evidence | None:
    """Return what stands behind a member's cell; None where the group does not learn the course."""
    course = next((each for each in _courses(membership.group) if each.key == course_key), None)
    if course is None:
        return None
    known = policies.sees_all(membership)
    every = learning.events_of(membership.user_id)
    in_courses = [event for event in every if isinstance(event, CourseEvent)]
    events = [event for event in in_courses if event.course_key == course_key and event.reversed_by is None]
    proofs = [_proof(event) for event in reversed(events) if _may_be_told(event, membership, known=known)]
    return Evidence(course, proofs, _why(membership, course_key) if known else None, known)


def _why(membership: Membership, course_key: uuid.UUID) -> Why | None:
    outline, enrolment = catalog.outline(course_key), access.enrolment(membership.user, course_key)
    if outline is None:
        return None
    return standing.why(enrolment, outline, own=False) if enrolment else standing.nothing_yet(outline)


def _courses(group: Group) -> list[Course]:
    assigned = list(groups.assignments(group))
    published = catalog.outlines([each.course_key for each in assigned])
    return [
        _course(each.course_key, published[each.course_key], days.set_in(each.due, group.time_zone))
        for each in assigned
        if each.course_key in published
    ]


def _course(key: uuid.UUID, outline: Outline, due: datetime | None) -> Course:
    return Course(
        key=key,
        title=outline.data["title"],
        needed=[uuid.UUID(one["key"]) for one in outlines.required(outline.data)],
        due=due,
        titles={uuid.UUID(one["key"]): one["title"] for one in outlines.activities(outline.data)},
    )


def _cell(
    membership: Membership,
    course: Course,
    facts: Mapping[tuple[int, uuid.UUID], learning.ProgressCell],
    failed: Mapping[tuple[int, uuid.UUID], Mapping[uuid.UUID, int]],
    shared: Mapping[tuple[int, uuid.UUID], list[tuple[str, datetime]]],
) -> Cell:
    at = (membership.user_id, course.key)
    if not policies.sees_all(membership):
        return _shared_cell(course, shared.get(at, []))
    fact = facts.get(at)
    return Cell(
        course_key=course.key,
        done=fact.done if fact else 0,
        total=fact.required if fact else len(course.needed),
        known=True,
        finished_at=fact.completed_at if fact else None,
        last_at=fact.last_at if fact else None,
        due=course.due,
        where=days.zone(membership.user.time_zone),
        too_late=joining.due_of(membership, course.due) is None,
        failed=tuple(failed.get(at, {}).items()),
    )


def _shared_cell(course: Course, told: list[tuple[str, datetime]]) -> Cell:
    """A member who only shares by name shows what their group's feed shows, and no more."""
    finished = next((at for kind, at in told if kind == Kind.COURSE), None)
    done = sum(kind != Kind.COURSE for kind, _at in told)
    return Cell(
        course_key=course.key,
        done=min(done, len(course.needed)),
        total=len(course.needed),
        known=False,
        finished_at=finished,
        last_at=max((at for _kind, at in told), default=None),
    )


def _shared(group: Group, members: Iterable[Membership]) -> dict[tuple[int, uuid.UUID], list[tuple[str, datetime]]]:
    entries = FeedEntry.objects.filter(
        SHOWN_IN_GROUP,
        place=group.place,
        membership__in=[member.pk for member in members],
        activity__kind__in=(Kind.LESSON, Kind.ASSESSMENT, Kind.COURSE),
    )
    found: dict[tuple[int, uuid.UUID], list[tuple[str, datetime]]] = {}
    for user_id, kind, at, subject in entries.values_list("about", "activity__kind", "at", "activity__subject"):
        found.setdefault((user_id, uuid.UUID(subject["course_key"])), []).append((kind, at))
    return found


def _may_be_told(event: CourseEvent, membership: Membership, *, known: bool) -> bool:
    since = membership.shared_since
    return known or (since is not None and event.stored >= max(since, membership.joined))


def _proof(event: CourseEvent) -> Proof:
    title, kind, score = event.course_title, Kind.COURSE, ""
    if isinstance(event, LessonCompleted):
        title, kind = event.title, Kind.LESSON
    elif isinstance(event, AssessmentPassed):
        title, kind, score = event.title, Kind.ASSESSMENT, assessments.per_cent(event.scaled)
    return Proof(title=title, kind=kind, at=event.at, record=event.record_uid, score=score)


def _monday(group: Group, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(group.time_zone))
    return (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
