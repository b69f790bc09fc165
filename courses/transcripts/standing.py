"""How far a learner was in their courses by a given day, and why a course is not complete."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from courses import kinds
from courses.access import queries as access
from courses.catalog import queries as catalog
from courses.learning.facts import fact_of
from courses.models import Attempt, Bookmark, Enrolment, Outline, Record
from courses.outline import outlines, progress
from courses.records import literals, words

from . import lacking
from .lacking import Sign, Standing, Tries

if TYPE_CHECKING:
    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """An assessment that was passed, with the best score."""

    title: str
    at: datetime
    scaled: float | None
    reported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a learner was in a course; `reported` of its activities rest on what was said elsewhere."""

    key: uuid.UUID
    title: str
    began: datetime
    completed_at: datetime | None
    done: int
    required: int
    passed: tuple[Passed, ...]
    reported: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """A course with every activity as it stands; it can be opened where `opens`, and is not published where `gone`."""

    key: uuid.UUID
    title: str
    slug: str
    opens: bool
    completed_at: datetime | None
    done: int
    required: int
    standings: list[Standing]
    gone: bool = False


def marks(learner: "User", *, until: datetime | None = None) -> list[Mark]:
    """Return how far the learner was in every course just before `until` (now), as their records say. Three queries."""
    begun = _enrolments(learner)
    enrolments = list(begun.filter(began__lt=until) if until else begun)
    current = catalog.outlines({each.course_key for each in enrolments if each.outline is None})
    facts: dict[int, list[progress.Fact]] = defaultdict(list)
    for record in _standing(learner, until).filter(enrolment__in=enrolments).order_by("seq"):
        facts[record.enrolment_id or 0].append(fact_of(record))
    found = []
    for enrolment in enrolments:
        outline = _outline_of(enrolment, current)
        if outline and (facts[enrolment.pk] or enrolment.stands):
            found.append(_mark(enrolment, outline, facts[enrolment.pk]))
    return found


def own_course(learner: "User", course_key: uuid.UUID) -> Why | None:
    """Return why the learner's course is or is not complete, begun or still open to them; None for any other.

    Of a course that is not published any more it tells what the learner has of it, and nothing else that was in it.
    """
    enrolment = _enrolments(learner).filter(course_key=course_key).order_by("-began", "-pk").first()
    if enrolment is None:
        return None
    current = catalog.outlines([course_key])
    outline = _outline_of(enrolment, current)
    found = why(enrolment, outline, own=True, stands=enrolment.stands) if outline else None
    if found is None or current:
        return found
    return replace(found, gone=True, standings=[each for each in found.standings if each.evidence])


def why(enrolment: Enrolment, outline: Outline, *, own: bool, stands: bool = False) -> Why:
    """Return why the course of `enrolment` is or is not complete; it may be opened while it `stands`. Three queries.

    What only the learner sees of it stays out where it is not their `own`: how far they read, what they brought.
    """
    data = (enrolment.outline or outline).data
    keys = [activity["key"] for activity in outlines.activities(data)]
    standing = getattr(enrolment, "progress", None)
    state = standing.state if standing else {}
    counted = progress.State(done=state.get("done", {}), waived=state.get("waived", {}))
    done, required = progress.counted(counted, data)
    found = lacking.standings(
        data,
        state=state,
        signs=_signs(enrolment, keys, own=own),
        parts=_parts(enrolment) if own else {},
        tries=_tries(enrolment),
    )
    return Why(
        key=enrolment.course_key,
        title=outline.data["title"],
        slug=outline.data["slug"],
        opens=own and stands and outline.superseded_at is None,
        completed_at=standing.completed_at if standing else None,
        done=done,
        required=required,
        standings=found,
    )


def nothing_yet(outline: Outline) -> Why:
    """Return the course for somebody who has not begun it: every rule, no evidence."""
    return Why(
        key=outline.course_key,
        title=outline.data["title"],
        slug=outline.data["slug"],
        opens=False,
        completed_at=None,
        done=0,
        required=len(outlines.required(outline.data)),
        standings=lacking.standings(outline.data, state={}, signs={}, parts={}, tries={}),
    )


def _enrolments(learner: "User") -> "QuerySet[Any]":
    """Return the learner's enrolments, each saying whether it `stands`: open, by a grant that is not revoked."""
    stands = Exists(access.open_enrolments().filter(pk=OuterRef("pk")))
    mine = Enrolment.objects.filter(learner=learner).select_related("outline", "progress")
    return mine.annotate(stands=stands).order_by("began", "pk")


def _outline_of(enrolment: Any, current: Mapping[uuid.UUID, Outline]) -> Outline | None:
    """Return the outline that counts: the learner's own, or the current one while they may still begin."""
    return enrolment.outline or (current.get(enrolment.course_key) if enrolment.stands else None)


def _standing(learner: "User", until: datetime | None) -> QuerySet[Record]:
    """Return the records that moved progress and stood just before `until`: what was voided later still counts."""
    records = Record.objects.filter(learner=learner, verb__in=(words.COMPLETED, words.PASSED, words.WAIVED))
    if until is None:
        return records.filter(voided_by=None)
    return records.filter(Q(voided_by=None) | Q(voided_by__stored__gte=until), stored__lt=until)


def _mark(enrolment: Enrolment, outline: Outline, facts: list[progress.Fact]) -> Mark:
    state, _happenings = progress.fold(facts, outline.data)
    done, required = progress.counted(state, outline.data)
    return Mark(
        key=enrolment.course_key,
        title=outline.data["title"],
        began=enrolment.began,
        completed_at=state.met.at if state.met else None,
        done=done,
        required=required,
        passed=tuple(_passed(state, outline)),
        reported=sum(bool(one["reported"]) for one in state.done.values()),
    )


def _passed(state: progress.State, outline: Outline) -> list[Passed]:
    assessments = [one for one in outlines.activities(outline.data) if one["kind"] == kinds.ASSESSMENT]
    return [
        Passed(
            title=assessment["title"],
            at=datetime.fromisoformat(had["at"]),
            scaled=had["scaled"],
            reported=had["reported"],
        )
        for assessment in assessments
        if (had := state.done.get(assessment["key"]))
    ]


def _signs(enrolment: Enrolment, keys: list[str], *, own: bool) -> dict[str, list[Sign]]:
    """Return what is said about the activities, as far as it matters; only of a failed try the statement is read."""
    records = Record.objects.filter(learner_id=enrolment.learner_id, activity_key__in=keys, verb__in=lacking.VERBS)
    if not own:
        records = records.filter(enrolment=enrolment)
    tries = Case(When(verb=words.FAILED, then=F("statement")), default=Value(""), output_field=TextField())
    brief = records.select_related("voided_by").defer("statement", "voided_by__statement").annotate(tries=tries)
    found: dict[str, list[Sign]] = defaultdict(list)
    for record in brief.order_by("seq"):
        fact = fact_of(record, literals.loads(record.tries) if record.tries else {})
        found[str(record.activity_key)].append(
            Sign(
                verb=record.verb,
                at=fact.at,
                scaled=fact.scaled,
                counts=record.enrolment_id == enrolment.pk,
                taken_back_at=record.voided_by.stored if record.voided_by else None,
            )
        )
    return found


def _parts(enrolment: Enrolment) -> dict[str, float]:
    rows = Bookmark.objects.filter(enrolment=enrolment).values_list("activity_key", "fraction")
    return {str(key): fraction for key, fraction in rows}


def _tries(enrolment: Enrolment) -> dict[str, Tries]:
    begun: dict[str, list[bool]] = defaultdict(list)
    rows = Attempt.objects.filter(enrolment=enrolment, voided_at=None).values_list("activity_key", "submitted_at")
    for key, submitted_at in rows:
        begun[str(key)].append(submitted_at is None)
    return {key: Tries(len(opens), any(opens)) for key, opens in begun.items()}
