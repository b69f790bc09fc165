"""Rubrics and observations as those who keep them and their learners read them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from courses import uids
from courses.claims import deciding
from courses.models import Observation, Rubric
from courses.prepared import Prepared
from search.asking import Query

from . import policies

if TYPE_CHECKING:
    from community.models import User

PAGE = 20
MOST_PEOPLE = 50  # to choose from at a time
WAITS = Q(confirmed_at=None, refused_at=None, voided_at=None)


@dataclass(frozen=True, slots=True)
class Concern:
    """A rubric and one learner: the uid of what `waits` for their word, and when both last confirmed something."""

    uid: uuid.UUID
    title: str
    skills: list[str]
    waits: uuid.UUID | None
    seen_on: date | None


def rubrics_at(place: str) -> QuerySet[Rubric]:
    """Return the rubrics that are used at `place`, the oldest first."""
    return Rubric.objects.standing().filter(place=place).order_by("made_at", "pk")


def rubric_for(user: "User", uid: uuid.UUID) -> Rubric | None:
    """Return a rubric that is used, if `user` keeps it."""
    found = Rubric.objects.standing().filter(uid=uid).first()
    return found if found and policies.may_keep(user, found.place) else None


def rubric_to_read(user: "User", uid: uuid.UUID) -> Rubric | None:
    """Return a rubric that is used, if `user` learns at its place or leads it."""
    found = Rubric.objects.standing().filter(uid=uid).first()
    return found if found and policies.may_read(user, found.place) else None


def people_at(place: str, *, by: "User") -> QuerySet["User"]:
    """Return whom `by` may observe at `place`, which they lead, by name; there may be very many."""
    authority = deciding.of(place)
    people = authority.learners_at(place) if authority else get_user_model().objects.none()
    return people.exclude(pk=by.pk)


def some_of(people: QuerySet["User"], *, find: str = "") -> tuple[list["User"], bool]:
    """Return the first of `people` found by name as search does, at most `MOST_PEOPLE`, and whether there are more."""
    if asked := Query.parse(find):
        named = people.values_list("pk", "display_name").iterator()
        keys = islice((pk for pk, name in named if asked.asks_for(name)), MOST_PEOPLE + 1)
        people = people.filter(pk__in=list(keys))
    found = list(people[: MOST_PEOPLE + 1])
    return found[:MOST_PEOPLE], len(found) > MOST_PEOPLE


def observations_by(rubric: Rubric, learner: "User") -> list[Observation]:
    """Return the last of what was seen of `learner` by `rubric`, the latest first. One query."""
    mine = _said().filter(rubric=rubric, learner=learner).select_related("observer")
    return list(mine.order_by("-observed_on", "-pk")[:PAGE])


def levels_of(rubric: Rubric, observations: Iterable[Observation]) -> list[tuple[str, str]]:
    """Return each skill of `rubric` with the level both last confirmed, "" where none was. Asks nothing.

    `observations` are of one learner, the latest first.
    """
    last: dict[str, str] = {}
    for each in observations:
        if each.confirmed_at and not each.voided_at:
            last = {**dict(each.seen), **last}
    return [(skill, last.get(skill, "")) for skill in rubric.skills]


def concerning(place: str, learner: "User") -> list[Concern]:
    """Return the rubrics used at `place` as they concern `learner`, what waits for their word first. One query."""
    return [Concern(*row) for row in _concerning(place=place, learner=learner.pk)]


def observation_for(user: "User", uid: uuid.UUID) -> Observation | None:
    """Return the observation if `user` may read it."""
    found = _said().select_related("learner", "observer", "record").filter(uid=uid).first()
    return found if found and policies.may_see(user, found) else None


def to_agree(learner: "User", uid: uuid.UUID) -> Observation | None:
    """Return the observation if it is `learner`'s to give their word about."""
    found = observation_for(learner, uid)
    return found if found and found.learner_id == learner.pk else None


def to_take_back(observer: "User", uid: uuid.UUID) -> Observation | None:
    """Return the observation if it is `observer`'s own."""
    found = observation_for(observer, uid)
    return found if found and found.observer_id == observer.pk else None


def waiting_for(learner: "User") -> list[Observation]:
    """Return what waits for the word of `learner`. One query."""
    mine = Observation.objects.filter(WAITS, learner=learner)
    return list(mine.select_related("observer").order_by("-observed_at", "-pk"))


def observations_of(learner: "User", *, before: str = "") -> tuple[list[Observation], str]:
    """Return a page of what was seen of `learner`, the latest first, and where the next begins."""
    rows = _said().filter(learner=learner)
    last = rows.filter(uid=uid).values_list("observed_at", "pk").first() if (uid := uids.read(before)) else None
    if last:
        rows = rows.filter(Q(observed_at=last[0], pk__lt=last[1]) | Q(observed_at__lt=last[0]))
    found = list(rows.select_related("observer").order_by("-observed_at", "-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].uid) if len(found) > PAGE else ""


def _said() -> QuerySet[Observation]:
    """Return what was observed, but for what its observer took back before the learner's word."""
    return Observation.objects.exclude(confirmed_at=None, refused_at=None, voided_at__isnull=False)


def _rows_concerning(place: str, learner: int) -> QuerySet[Rubric, tuple]:
    mine = Observation.objects.filter(rubric=OuterRef("pk"), learner=learner)
    waiting = mine.filter(WAITS).order_by("-observed_at", "-pk")
    confirmed = mine.filter(voided_at=None).exclude(confirmed_at=None).order_by("-observed_on", "-pk")
    return (
        Rubric.objects.standing()
        .filter(place=place)
        .order_by(Exists(waiting).desc(), "made_at", "pk")
        .values_list(
            "uid", "title", "skills", Subquery(waiting.values("uid")[:1]), Subquery(confirmed.values("observed_on")[:1])
        )
    )


_concerning = Prepared(_rows_concerning, place=str, learner=int)
