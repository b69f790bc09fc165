"""The one hard delete: what a manifest lists and everything that hangs on it.

Foreign keys are followed backwards from the listed rows, protected ones too; where a key may be null the row stays
and forgets. Constraints are checked at the end of the transaction. What is tied by a uid or a place instead of a key
is found by `_tied`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from wagtail.models import Collection, PageLogEntry

from community.models import Activity, FeedEntry, Group, Notification, Post, Reaction, Topic, User
from courses.models import (
    Claim,
    CourseImage,
    CoursePage,
    CourseTeam,
    Decision,
    Enrolment,
    Evidence,
    Observation,
    Outline,
    Record,
    Rubric,
)
from search import spelling
from search.models import Entry, Outbox

CHUNK = 500
Found = dict[type[models.Model], set]


class InUse(Exception):
    """People outside the demo have something in it: `people` says who, and what."""

    def __init__(self, people: dict[str, list[str]]) -> None:
        self.people = people
        named = "; ".join(f"{name} ({', '.join(things)})" for name, things in sorted(people.items()))
        super().__init__(f"The demo is in use by people who are not part of it: {named}")


def remove(rows: dict[str, list[int]]) -> int:
    """Delete what `rows` lists, by model label, with all that hangs on it; return how many rows. Raises `InUse`."""
    listed = {apps.get_model(label): set(ids) for label, ids in rows.items()}
    keys = list(CoursePage.objects.filter(pk__in=listed[CoursePage]).values_list("translation_key", flat=True))
    places = [f"course:{key}" for key in keys] + [
        Group(uid=uid).place for uid in Group.objects.filter(pk__in=listed[Group]).values_list("uid", flat=True)
    ]
    people = {User: listed[User], Group: listed[Group]}
    hanging = _hanging(people | _tied(keys, places))
    _refuse_in_use(hanging)
    _delete_bytes(hanging)
    gone = _delete_loose(hanging, places)
    gone += _delete_pages(listed)
    return gone + _delete(_hanging({model: ids for model, ids in listed.items() if model is not CoursePage} | hanging))


def _tied(keys: list, places: list[str]) -> Found:
    """Rows that name a course or a place of the demo without a foreign key."""
    return {
        Enrolment: set(Enrolment.objects.filter(course_key__in=keys).values_list("pk", flat=True)),
        Outline: set(Outline.objects.filter(course_key__in=keys).values_list("pk", flat=True)),
        Topic: set(Topic.objects.filter(place__in=places).values_list("pk", flat=True)),
        Claim: set(Claim.objects.filter(place__in=places).values_list("pk", flat=True)),
        Rubric: set(Rubric.objects.filter(place__in=places).values_list("pk", flat=True)),
        FeedEntry: set(FeedEntry.objects.filter(place__in=places).values_list("pk", flat=True)),
    }


def _hanging(roots: Found) -> Found:
    """Return `roots` and every row that points at one of them, however far away."""
    found: Found = defaultdict(set)
    waiting = list(roots.items())
    while waiting:
        model, ids = waiting.pop()
        new = ids - found[model]
        found[model] |= new
        if not new:
            continue
        for pointing_model, key, forgets in _keys_to(model):
            for chunk in _chunks(new):
                pointing = pointing_model._base_manager.filter(**{f"{key}__in": chunk})
                if forgets:
                    pointing.update(**{key: None})
                else:
                    waiting.append((pointing_model, set(pointing.values_list("pk", flat=True))))
    return {model: ids for model, ids in found.items() if ids}


def _keys_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str, bool]]:
    """Yield each foreign key to `model`: whose it is, its name, and whether its row stays and forgets."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or not (relation.one_to_many or relation.one_to_one):
            continue
        pointing = relation.related_model
        if isinstance(pointing, str) or pointing._meta.proxy or relation.on_delete is models.DO_NOTHING:
            continue
        yield pointing, relation.field.name, relation.field.null and relation.on_delete is models.SET_NULL


def _refuse_in_use(hanging: Found) -> None:
    ours = hanging.get(User, set())
    outside: dict[str, dict[str, None]] = defaultdict(dict)  # each thing once, in the order it is named
    for model, person, thing in (
        (Record, "learner", "records"),
        (Enrolment, "learner", "enrolments"),
        (Post, "author", "posts"),
        (Claim, "learner", "claims"),
        (Decision, "learner", "claims"),
        (Decision, "by", "decisions"),
        (Rubric, "kept_by", "checklists"),
        (Observation, "learner", "observations"),
        (Observation, "observer", "observations"),
    ):
        theirs = (
            model._base_manager.filter(pk__in=hanging.get(model, set()))
            .exclude(**{f"{person}__in": ours})
            .exclude(**{person: None})
        )
        names = theirs.values_list(f"{person}__display_name", f"{person}__email").distinct()
        for name, email in names:
            outside[f"{name}, {email}"][thing] = None
    if outside:
        raise InUse({name: list(things) for name, things in outside.items()})


def _delete_bytes(hanging: Found) -> None:
    """Let the files that show what was learned go with their rows, once the transaction stands."""
    for piece in Evidence.objects.filter(pk__in=hanging.get(Evidence, set())).exclude(file=""):
        transaction.on_commit(partial(piece.file.storage.delete, piece.file.name or ""), robust=True)


def _delete_loose(hanging: Found, places: list[str]) -> int:
    """Delete what speaks of the demo by uid: reactions, notices, findings of search."""
    uids = set(Activity.objects.filter(pk__in=hanging.get(Activity, set())).values_list("pk", flat=True))
    for model in (Post, Topic, User, Group):
        uids |= set(model._base_manager.filter(pk__in=hanging.get(model, set())).values_list("uid", flat=True))
    pages = CoursePage.objects.filter(
        translation_key__in=[place.removeprefix("course:") for place in places if place.startswith("course:")]
    )
    for page in pages:
        uids |= {page.translation_key, *page.get_descendants().values_list("translation_key", flat=True)}
    person = ContentType.objects.get_for_model(User)
    ours = [str(pk) for pk in hanging.get(User, set())]
    loose = [Notification.objects.filter(Q(place__in=places) | Q(actor_content_type=person, actor_object_id__in=ours))]
    for chunk in _chunks(uids):
        loose += [
            Reaction.objects.filter(target__in=chunk),
            Entry.objects.filter(Q(uid__in=chunk) | Q(place__in=places)),
            Outbox.objects.filter(uid__in=chunk),
        ]
    gone = sum(rows.delete()[0] for rows in loose)
    spelling.recount()
    return gone


def _delete_pages(listed: Found) -> int:
    """Delete course pages and collections through their trees, and the bytes of the pictures."""
    gone = 0
    for page in CoursePage.objects.filter(pk__in=listed[CoursePage]):
        tree = list(page.get_descendants(inclusive=True).values_list("pk", flat=True))
        page.delete()
        gone += len(tree) + PageLogEntry.objects.filter(page_id__in=tree).delete()[0]
    for image in CourseImage.objects.filter(pk__in=listed[CourseImage]):
        gone += 1
        image.delete()
    gone += CourseTeam.objects.filter(pk__in=listed[CourseTeam]).delete()[0]
    for collection in Collection.objects.filter(pk__in=listed[Collection]):
        gone += 1
        collection.delete()
    return gone


def _delete(found: Found) -> int:
    gone = 0
    for model, ids in found.items():
        for chunk in _chunks(ids):
            gone += model._base_manager.filter(pk__in=chunk)._raw_delete(model._base_manager.db)
    return gone


def _chunks(ids: Iterable) -> Iterable[list]:
    rows = list(ids)
    return [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
