"""Keeping rubrics, and saying together what was seen."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.claims import deciding, saying
from courses.claims.actions import Closed
from courses.models import Observation, Record, Rubric
from courses.records import actions as records
from courses.records import locks
from courses.sendings import actions as sendings

from . import policies, queries

if TYPE_CHECKING:
    from community.models import User

SHEET_TYPE = "application/json"


def make_rubric(
    place: str,
    *,
    title: str,
    skills: Sequence[str],
    levels: Sequence[str],
    by: "User",
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Rubric:
    """Keep a rubric at a place that `by` leads; the same form sent again returns the rubric it made."""
    if not policies.may_keep(by, place):
        raise PermissionDenied
    now = at or timezone.now()
    rubric = Rubric(place=place, title=title, skills=list(skills), levels=list(levels), kept_by=by, made_at=now)

    def make() -> Rubric:
        rubric.save()
        return rubric

    said = ("rubric", place, title, rubric.skills, rubric.levels)
    return sendings.once(by, client_uid=client_uid, said=said, of=Rubric, make=make)


def copy_rubrics(place: str, *, to: str, at: datetime | None = None) -> None:
    """Let the place `to` begin with rubrics of its own that say what those used at `place` say, in their order."""
    now = at or timezone.now()
    for each in queries.rubrics_at(place):
        Rubric.objects.create(
            place=to, title=each.title, skills=each.skills, levels=each.levels, kept_by=each.kept_by, made_at=now
        )


class Looked(TypedDict, total=False):
    """What is looked at by a rubric, as those who keep it change it."""

    title: str
    skills: Sequence[str]
    levels: Sequence[str]


def change_rubric(rubric: Rubric, *, by: "User", **changes: Unpack[Looked]) -> None:
    """Change a rubric from now on, and nothing that is not among `changes`; what was seen before keeps its words."""
    if not policies.may_keep(by, rubric.place):
        raise PermissionDenied
    for name, value in changes.items():
        setattr(rubric, name, value)
    rubric.save(update_fields=list(changes))


def end_rubric(rubric: Rubric, *, by: "User", at: datetime | None = None) -> None:
    """Observe by this rubric no longer."""
    if not policies.may_keep(by, rubric.place):
        raise PermissionDenied
    Rubric.objects.standing().filter(pk=rubric.pk).update(ended_at=at or timezone.now())


def observe(
    rubric: Rubric,
    *,
    learner: "User",
    seen: Sequence[tuple[str, str]],
    observed_on: date,
    note: str = "",
    by: "User",
    client_uid: uuid.UUID | None = None,
    at: datetime | None = None,
) -> Observation:
    """Say what `by` saw `learner` do, which waits for the learner's word; sent again it is one and the same.

    Raises PermissionDenied for who does not lead the place of the learner, or would observe themselves.
    """
    now = at or timezone.now()
    said = {"rubric": rubric, "learner": learner, "observer": by, "observed_on": observed_on, "note": note}
    pairs = [list(each) for each in seen]

    def make() -> Observation:
        waiting = Observation.objects.filter(queries.WAITS, **said)
        if again := next((each for each in waiting if each.seen == pairs), None):
            return again
        observation = Observation.objects.create(
            **said, place=rubric.place, title=rubric.title, seen=pairs, observed_at=now
        )
        _tell(observation, at=at)
        return observation

    with transaction.atomic():
        locks.hold([learner.pk])
        if not policies.may_observe(by, place=rubric.place, learner_id=learner.pk):
            raise PermissionDenied
        words = ("observation", rubric.uid, learner.uid, pairs, observed_on, note)
        return sendings.once(by, client_uid=client_uid, said=words, of=Observation, make=make)


def agree(observation: Observation, *, by: "User", at: datetime | None = None) -> Observation:
    """Let the learner confirm what was seen: with both their words it becomes a verified record, which earns.

    A repeat returns what stands. Raises PermissionDenied for anyone else, `Closed` where it was refused or taken back.
    """
    now = at or timezone.now()
    with transaction.atomic():
        held = _hold(observation, by)
        if held.confirmed_at:
            return held
        held.confirmed_at = now
        held.sheet = _sheet(held)
        held.sha256 = hashlib.sha256(held.sheet.encode()).hexdigest()
        held.save(update_fields=["confirmed_at", "sheet", "sha256"])
        held.record = records.record(
            _statement(held, at=now), provenance=Record.Provenance.VERIFIED, learner=held.learner, at=at
        )
        held.save(update_fields=["record"])
        _tell(held, at=at)
    return held


def refuse(observation: Observation, *, by: "User", reason: str, at: datetime | None = None) -> None:
    """Let the learner not confirm what was seen, and say why; nothing comes of it."""
    now = at or timezone.now()
    with transaction.atomic():
        held = _hold(observation, by)
        if held.confirmed_at:
            raise Closed(str(held.uid))
        held.refused_at, held.reason = now, reason
        held.save(update_fields=["refused_at", "reason"])
        _tell(held, at=at)


def take_back(observation: Observation, *, by: "User", at: datetime | None = None) -> None:
    """Let the observer take back what waits for the learner's word, as if it had not been said.

    Raises PermissionDenied for anyone else, `Closed` once the learner has given their word.
    """
    if by.pk != observation.observer_id:
        raise PermissionDenied
    with transaction.atomic():
        locks.hold([observation.learner_id])
        mine = Observation.objects.filter(pk=observation.pk)
        if not mine.filter(queries.WAITS).update(voided_at=at or timezone.now()):
            raise Closed(str(observation.uid))
        _tell_no_more(observation)


def end_source(record: Record, at: datetime) -> None:
    """Note that the record of an observation was voided."""
    if record.enrolment_id is not None:
        return
    for observation in Observation.objects.standing().filter(record=record):
        Observation.objects.filter(pk=observation.pk).update(voided_at=at)
        _tell_no_more(observation)


def _hold(observation: Observation, by: "User") -> Observation:
    if by.pk != observation.learner_id:
        raise PermissionDenied
    locks.hold([observation.learner_id])
    held = Observation.objects.select_related("learner", "observer").get(pk=observation.pk)
    if held.refused_at or (held.voided_at and not held.confirmed_at):
        raise Closed(str(held.uid))
    return held


def _sheet(observation: Observation) -> str:
    """Return what both confirmed, as it is hashed and kept."""
    said = {
        "title": observation.title,
        "learner": str(observation.learner.uid),
        "observer": str(observation.observer.uid),
        "observed_on": observation.observed_on.isoformat(),
        "observed_at": observation.observed_at.isoformat(),
        "confirmed_at": observation.confirmed_at.isoformat() if observation.confirmed_at else "",
        "seen": [{"skill": skill, "level": level} for skill, level in observation.seen],
        "note": observation.note,
    }
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)


def _statement(observation: Observation, *, at: datetime) -> saying.Statement:
    sheet = saying.attachment(
        name=observation.title,
        content_type=SHEET_TYPE,
        length=len(observation.sheet.encode()),
        sha256=observation.sha256,
        url=f"{settings.IRI_BASE}{reverse('claims:sheet', args=[observation.uid])}",
    )
    return saying.completed(
        observation.learner,
        by=observation.observer,
        source=observation.uid,
        thing=saying.activity(observation.uid, kind="observation", title=observation.title),
        timestamp=saying.when(observation.observed_on, zone=observation.learner.time_zone, at=at),
        result={"response": "; ".join(f"{skill}: {level}" for skill, level in observation.seen)},
        attachments={"attachments": [sheet]},
    )


def _tell(observation: Observation, *, at: datetime | None) -> None:
    if authority := deciding.of(observation.place):
        authority.told_of_observation(observation, at=at)


def _tell_no_more(observation: Observation) -> None:
    if authority := deciding.of(observation.place):
        authority.told_no_more(observation)
        authority.look_again(observation.place)
