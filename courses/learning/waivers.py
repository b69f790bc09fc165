"""What an author takes out of a course is waived for who had begun it; publishing it again does not take that back."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from courses.models import Enrolment, Outline, Removal
from courses.outline import outlines
from courses.records import actions as records
from courses.records import identity, locks, native
from courses.records.words import WAIVED


def waive_removed(now: datetime) -> int:
    """Write the waivers of what was removed, one for each open enrolment that still lacks it; return how many."""
    waived = 0
    for removal in Removal.objects.filter(done_at=None, at__lte=now).order_by("pk"):
        if not _is_back(removal):
            waived += sum(_waive(enrolment, activity, removal) for enrolment, activity in _waiting(removal))
        Removal.objects.filter(pk=removal.pk).update(done_at=now)
    return waived


def _is_back(removal: Removal) -> bool:
    current = Outline.objects.current().filter(course_key=removal.course_key).first()
    return current is not None and outlines.find(current.data, removal.activity_key) is not None


def _waiting(removal: Removal) -> Iterator[tuple[Enrolment, outlines.Activity]]:
    """Yield the enrolments whose own outline asks for the activity; who has not begun follows the new outline."""
    begun = Enrolment.objects.open().filter(course_key=removal.course_key, progress__isnull=False)
    for enrolment in begun.select_related("outline", "progress", "learner").order_by("pk").iterator(chunk_size=200):
        activity = outlines.find(enrolment.outline.data, removal.activity_key) if enrolment.outline else None
        if activity and activity["required"]:
            yield enrolment, activity


def _waive(enrolment: Enrolment, activity: outlines.Activity, removal: Removal) -> bool:
    """Waive one activity for one enrolment, unless it is done or waived already."""
    with transaction.atomic():
        locks.hold([enrolment.learner_id])
        enrolment.progress.refresh_from_db(fields=["state"])
        state = enrolment.progress.state
        if activity["key"] in state["done"] or activity["key"] in state["waived"]:
            return False
        thing = identity.activity(activity["key"], kind=activity["kind"], title=activity["title"])
        source = f"{removal.uid}:{enrolment.uid}"
        records.record(
            native.statement(enrolment, source=source, verb=WAIVED, thing=thing, at=None), enrolment=enrolment
        )
    return True
