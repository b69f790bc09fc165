"""What a statement from outside is about here: which person, which activity of ours, which enrolment (DESIGN §4)."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from courses import uids
from courses.access.queries import open_enrolments
from courses.models import Enrolment, Outline
from courses.outline import outlines

from . import naming
from .statements import Statement

# Who has which verified e-mail address; told from above, since accounts are no matter of the courses.
VerifiedPeople = Callable[[Iterable[str]], Mapping[str, int]]
_verified_people: list[VerifiedPeople] = []


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a statement is about: nothing where nothing of ours is meant."""

    learner_id: int | None = None
    activity_key: uuid.UUID | None = None
    enrolment: Enrolment | None = None


def know_people_by(verified: VerifiedPeople) -> None:
    """Let `verified(addresses)` say whose verified addresses these are, as {address in small letters: user id}."""
    _verified_people[:] = [verified]


def map_all(statements: Sequence[Statement], *, by_email: bool) -> list[Mapped]:
    """Return what each of `statements` is about, in a bounded number of queries."""
    people = _people([statement.data["actor"] for statement in statements], by_email=by_email)
    keys = naming.meant([statement.activity for statement in statements])
    enrolments = _enrolments(set(people.values())) if people else {}
    named = _named([statement.registration for statement in statements]) if enrolments else set()
    mapped = []
    for statement in statements:
        learner = people.get(statement.actor_key)
        key = keys.get(statement.activity)
        enrolment = _enrolment(enrolments.get(learner, []), statement, key, named=named) if learner and key else None
        mapped.append(Mapped(learner, key, enrolment))
    return mapped


def _people(actors: Iterable[Mapping[str, Any]], *, by_email: bool) -> dict[str, int]:
    """Return the ids of those meant, by agent key: by account of this installation, by verified address if allowed."""
    accounts: dict[uuid.UUID, str] = {}
    addresses: dict[str, list[str]] = defaultdict(list)
    for actor in actors:
        account = actor.get("account")
        if account and account["homePage"] == settings.IRI_BASE and (uid := uids.read(account["name"])):
            accounts[uid] = f"account|{account['homePage']}|{account['name']}"
        elif by_email and "mbox" in actor:
            addresses[actor["mbox"].removeprefix("mailto:").lower()].append(f"mbox|{actor['mbox']}")
    people = {}
    if accounts:
        rows = get_user_model().objects.filter(uid__in=accounts, is_active=True).values_list("uid", "pk")
        people.update({accounts[uid]: pk for uid, pk in rows})
    if addresses and _verified_people:
        for address, pk in _verified_people[0](addresses).items():
            people.update(dict.fromkeys(addresses[address], pk))
    return people


def _enrolments(learner_ids: Iterable[int]) -> dict[int, list[Enrolment]]:
    """Return the open enrolments by learner, each with the outline that counts for it."""
    rows = list(open_enrolments().filter(learner_id__in=learner_ids).select_related("outline"))
    unpinned = {row.course_key for row in rows if row.outline is None}
    current = {each.course_key: each for each in Outline.objects.current().filter(course_key__in=unpinned)}
    by_learner: dict[int, list[Enrolment]] = defaultdict(list)
    for row in rows:
        row.outline = row.outline or current.get(row.course_key)
        by_learner[row.learner_id].append(row)
    return by_learner


def _named(registrations: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    """Return those of the registrations that are enrolments here, whoever's and open or not."""
    asked = {registration for registration in registrations if registration}
    return set(Enrolment.objects.filter(uid__in=asked).values_list("uid", flat=True)) if asked else set()


def _enrolment(
    mine: Sequence[Enrolment], statement: Statement, key: uuid.UUID, *, named: Collection[uuid.UUID]
) -> Enrolment | None:
    """Return the open enrolment with the activity: that which the registration names, else the only one, else none.

    A registration that is no enrolment of ours is another program's own and decides nothing.
    """
    if statement.registration in named:
        mine = [enrolment for enrolment in mine if enrolment.uid == statement.registration]
    having = [enrolment for enrolment in mine if enrolment.outline and outlines.find(enrolment.outline.data, str(key))]
    return having[0] if len(having) == 1 else None
