"""Making the demo and taking it away: one transaction each, so that it stands as a whole or not at all."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cohort import capabilities
from cohort.models import Capabilities, DemoManifest
from courses.models import CourseImage, CourseTeam
from courses.records import effects
from search import indexing

from . import removal
from .play import Stage, play
from .steps import Step
from .timeline import build, fit


class NotHere(RuntimeError):
    """The demo is not made where people's own data lives."""

    def __init__(self) -> None:
        super().__init__(
            "The demo is for trying Cohort out. Its accounts, an admin among them, have a password that stands in its"
            " source, so it is never made with the settings of production. Nothing was made."
        )


SHOWN = {"community": True, "achievements": True, "outside": True, "external_records": True}


def make(*, seed: int, day: date, tell: Callable[[int, int, Step], None]) -> DemoManifest:
    """Replay the month that ends on `day` and switch on what it shows; `tell` hears of each step: which, of how many.

    Search is brought up to date after the commit. Raises NotHere in production, and whatever an action refuses; then
    nothing was made.
    """
    if not settings.DEMO:
        raise NotHere
    now = timezone.now()
    timeline = fit(build(seed, day), day=day, now=now)
    numbers = iter(range(1, len(timeline) + 1))
    with indexing.without_alarm(), transaction.atomic():
        before = asdict(capabilities.current()) | {"name": capabilities.name()}
        named = {"name": before["name"] or settings.SITE_NAME}
        Capabilities.objects.update_or_create(pk=1, defaults=SHOWN | named)
        with capabilities.remembered():
            stage = play(timeline, tell=lambda step: tell(next(numbers), len(timeline), step))
        if left := effects.pending([person.pk for person in stage.people.values()]):
            raise RuntimeError(f"{left} effects of the demo could not be kept; the log says why")
        manifest = DemoManifest.objects.create(seed=seed, day=day, made_at=now, rows=_rows(stage), switches=before)
    indexing.drain()
    return manifest


def remove(manifest: DemoManifest) -> int:
    """Delete the demo and set the switches as they were; return how many rows went.

    Raises `removal.InUse`, naming them, where people outside it have a record, an enrolment, a post or a claim in it.
    """
    with indexing.without_alarm(), transaction.atomic():
        gone = removal.remove(manifest.rows)
        Capabilities.objects.filter(pk=1).update(**manifest.switches)
        manifest.delete()
    indexing.drain()
    return gone


def _rows(stage: Stage) -> dict[str, list[int]]:
    pages = [published.page for published in stage.courses.values()]
    teams = CourseTeam.objects.filter(course_key__in=[page.translation_key for page in pages])
    collections = list(teams.values_list("collection_id", flat=True))
    return {
        "community.User": [person.pk for person in stage.people.values()],
        "community.Group": [group.pk for group in stage.groups.values()],
        "courses.CoursePage": [page.pk for page in pages],
        "courses.CourseTeam": list(teams.values_list("pk", flat=True)),
        "auth.Group": list(teams.values_list("group_id", flat=True)),
        "wagtailcore.Collection": collections,
        "courses.CourseImage": list(
            CourseImage.objects.filter(collection_id__in=collections).values_list("pk", flat=True)
        ),
    }
