"""How far people are, and what comes next."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.access import queries as access
from courses.catalog import outlines
from courses.catalog import queries as catalog
from courses.events import LearningEvent
from courses.models import Bookmark, Enrolment, Outline, Record
from courses.records import effects
from courses.records.statements import COMPLETED, PASSED, VOIDED

from . import addresses, progress
from .facts import event_of, fact_of
from .path import Path, Step, Stop, walk
from .progress import Fact, Voiding

if TYPE_CHECKING:
    from community.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressCell:
    """How far a learner is in a course; `due` is the first due date of the grants that stand."""

    done: int
    required: int
    completed_at: datetime | None
    last_at: datetime | None
    due: datetime | None
    enrolment_uid: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinueCard:
    """The course learned last and the step to take in it, as `components/continue.html` shows it."""

    course: str
    course_url: str
    course_key: uuid.UUID
    key: str
    title: str
    url: str
    kind: str
    ordinal: int
    minutes: int
    stopped_at: str
    line: str
    label: str
    outline_url: str
    segments: list[list[float]]
    done: int
    required: int
    minutes_left: int
    done_text: str
    left_text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """A course that is due and not finished."""

    course_key: uuid.UUID
    title: str
    url: str
    cover: str
    due: datetime
    late: bool
    done: int
    required: int
    minutes_left: int


def events_of(learner_id: int) -> list[LearningEvent]:
    """Return all that ever happened to a learner, in order, as far as their effects are drained.

    The pure fold over their records: what was voided is there too and names its voiding record in `reversed_by`.
    """
    records = Record.objects.filter(learner_id=learner_id).order_by("seq")
    pending = effects.first_pending(learner_id)
    if pending is not None:
        records = records.filter(seq__lt=pending)
    found = {record.pk: record for record in records}
    enrolments = {
        enrolment.pk: enrolment
        for enrolment in Enrolment.objects.filter(learner_id=learner_id).select_related("outline")
    }
    pinned = {pk: enrolment.outline.data for pk, enrolment in enrolments.items() if enrolment.outline}
    return [
        event_of(happening, record=found[happening.fact.record], enrolment=enrolments[enrolment_id])
        for happening in progress.history(_entries(found, pinned), pinned)
        if (enrolment_id := found[happening.fact.record].enrolment_id)
    ]


def path_of(outline: Outline, enrolment: Enrolment | None, *, here: uuid.UUID | None = None) -> Path:
    """Return the way through a course as published now, for an enrolment or for someone who only looks."""
    if enrolment is None:
        return walk(outline.data, here=here)
    standing = getattr(enrolment, "progress", None)
    return walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
        stops=_stops(enrolment),
        here=here,
    )


def current_outline(enrolment: Enrolment) -> Outline | None:
    """Return the outline of the course as it is now; asks nothing where the pinned one still is."""
    pinned = enrolment.outline
    return pinned if pinned and pinned.superseded_at is None else catalog.outline(enrolment.course_key)


def finished(enrolment: Enrolment | None) -> bool:
    """Say whether an enrolment, read with its progress, has met every rule of its course."""
    standing = getattr(enrolment, "progress", None)
    return bool(standing and standing.completed_at)


def continue_for(user: "User") -> ContinueCard | None:
    """Return the course `user` learned last and has not finished, with the step to take; None where there is none."""
    published = Outline.objects.current().filter(course_key=OuterRef("course_key"))
    enrolment = (
        access.open_enrolments()
        .filter(Exists(published), learner_id=user.pk, progress__completed_at=None)
        .annotate(
            sign=Greatest("began", Coalesce("progress__last_at", "began"), Coalesce(Max("bookmarks__at"), "began"))
        )
        .select_related("progress", "outline")
        .order_by("-sign", "-pk")
        .first()
    )
    outline = current_outline(enrolment) if enrolment else None
    if enrolment is None or outline is None:
        return None
    path = path_of(outline, enrolment)
    return card(enrolment, outline, path, path.next) if path.next else None


def progress_of(enrolments: Iterable[Enrolment]) -> dict[int, ProgressCell]:
    """Return how far each enrolment is, by its id."""
    found = list(enrolments)
    unread = {each.course_key for each in found if not hasattr(each, "progress")}
    published = catalog.outlines(unread) if unread else {}
    return {each.pk: _cell(each, published) for each in found}


def progress_in(
    course_keys: Iterable[uuid.UUID], learner_ids: Iterable[int]
) -> dict[tuple[int, uuid.UUID], ProgressCell]:
    """Return how far each of the learners is in each of the courses; who is not enrolled is missing. Two queries."""
    keys = list(course_keys)
    begun = Enrolment.objects.filter(course_key__in=keys, learner_id__in=list(learner_ids), ended=None)
    enrolments = access.with_due(begun.select_related("progress").defer("progress__state"))
    published = catalog.outlines(keys)
    return {(each.learner_id, each.course_key): _cell(each, published) for each in enrolments}


def due_for(user: "User", until: datetime) -> list[DueItem]:
    """Return the unfinished courses of `user` that are due before `until`, the first due first. Two queries."""
    waiting = [
        enrolment
        for enrolment in access.enrolments_of(user)
        if enrolment.due and enrolment.due <= until and not finished(enrolment)
    ]
    published = catalog.outlines([each.course_key for each in waiting]) if waiting else {}
    now = timezone.now()
    items = [due_item(each, published[each.course_key], now=now) for each in waiting if each.course_key in published]
    return sorted(items, key=lambda item: (item.due, item.title))


def days_learned(user: "User", since: date) -> dict[date, int]:
    """Return how many things `user` finished on each of their own days from `since` on; days without are missing."""
    days = Record.objects.filter(
        learner_id=user.pk, day__gte=since, verb__in=(COMPLETED, PASSED), voided_by=None, enrolment__isnull=False
    ).values_list("day", flat=True)
    return dict(Counter(day for day in days if day))


def learners_now(course_key: uuid.UUID) -> QuerySet[Enrolment, int]:
    """Return the ids of the people who are on their way through a course, as a query to join in another one."""
    return (
        access.open_enrolments()
        .filter(course_key=course_key, progress__completed_at=None, progress__isnull=False)
        .values_list("learner_id", flat=True)
    )


def done_text(done: int, required: int) -> str:
    """Return progress in words: "3 of 14 done"."""
    return _("%(done)d of %(required)d done") % {"done": done, "required": required}


def left_text(minutes: int) -> str:
    """Return what is left in words: "about 3 h 30 left"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("about %(m)d min left") % {"m": rest}
    return _("about %(h)d h %(m)02d left") % {"h": hours, "m": rest} if rest else _("about %(h)d h left") % {"h": hours}


def _entries(found: dict[int, Record], pinned: dict[int, dict]) -> Iterable[tuple[int, Fact] | Voiding]:
    targets: dict[int, set[int]] = {}
    for record in found.values():
        if record.voided_by_id:
            targets.setdefault(record.voided_by_id, set()).add(record.pk)
    for record in found.values():
        if record.verb == VOIDED:
            yield Voiding(record=record.pk, seq=record.seq or 0, targets=frozenset(targets.get(record.pk, ())))
        elif record.enrolment_id in pinned:
            yield record.enrolment_id, fact_of(record)


def _stops(enrolment: Enrolment) -> dict[str, Stop]:
    rows = Bookmark.objects.filter(enrolment=enrolment).values_list("activity_key", "fraction", "heading", "at")
    return {str(key): Stop(fraction=fraction, heading=heading, at=at) for key, fraction, heading, at in rows}


def _cell(enrolment: Enrolment, published: dict[uuid.UUID, Outline]) -> ProgressCell:
    standing = getattr(enrolment, "progress", None)
    outline = published.get(enrolment.course_key)
    return ProgressCell(
        done=standing.done if standing else 0,
        required=standing.required if standing else len(outlines.required(outline.data)) if outline else 0,
        completed_at=standing.completed_at if standing else None,
        last_at=standing.last_at if standing else None,
        due=getattr(enrolment, "due", None),
        enrolment_uid=enrolment.uid,
    )


def due_item(enrolment: Enrolment, outline: Outline, *, now: datetime) -> DueItem:
    """Return an enrolment that has a `due` as something due; asks nothing."""
    assert enrolment.due, "only what is due is due"
    standing = getattr(enrolment, "progress", None)
    path = walk(
        outline.data,
        pinned=enrolment.outline.data if enrolment.outline else None,
        state=standing.state if standing else None,
    )
    return DueItem(
        course_key=enrolment.course_key,
        title=outline.data["title"],
        url=addresses.course_url(str(enrolment.course_key), outline.data["slug"]),
        cover=outline.data.get("cover") or str(enrolment.course_key),
        due=enrolment.due,
        late=enrolment.due < now,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
    )


def card(enrolment: Enrolment, outline: Outline, path: Path, step: Step) -> ContinueCard:
    """Return the card that leads on to `step`; asks nothing."""
    course = addresses.course_url(str(enrolment.course_key), outline.data["slug"])
    return ContinueCard(
        course=outline.data["title"],
        course_url=course,
        course_key=enrolment.course_key,
        key=outline.data.get("cover") or str(enrolment.course_key),
        title=step.title,
        url=addresses.activity_url(step.kind, step.key, step.slug),
        kind=step.kind,
        ordinal=step.ordinal,
        minutes=step.minutes,
        stopped_at=step.heading,
        line=_line(step),
        label=_("Continue") if path.done or step.part else _("Start"),
        outline_url=course,
        segments=path.segments,
        done=path.done,
        required=path.required,
        minutes_left=path.minutes_left,
        done_text=done_text(path.done, path.required),
        left_text=left_text(path.minutes_left),
    )


def _line(step: Step) -> str:
    about = ngettext("about %(n)d minute", "about %(n)d minutes", step.minutes) % {"n": step.minutes}
    names = {"lesson": _("Lesson %(n)d, %(about)s."), "assessment": _("Check %(n)d, %(about)s.")}
    line = names.get(step.kind, names["lesson"]) % {"n": step.ordinal, "about": about}
    if step.heading:
        return line + " " + _("You stopped at “%(heading)s”.") % {"heading": step.heading}
    return line
