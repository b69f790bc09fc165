"""Checklists and what was seen by them as lines: for who learns somewhere, and for who leads there."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.claims import deciding
from courses.claims.presenting import Row, day
from courses.models import Observation, Rubric

from . import queries

if TYPE_CHECKING:
    from community.models import User


def around(place: str) -> dict[str, Any]:
    """Return what leads back to `place`, for those who lead it."""
    authority = deciding.of(place)
    return {
        "place": place,
        "place_name": authority.name_of(place) if authority else "",
        "place_url": authority.address_of(place) if authority else "",
    }


def around_learner(place: str) -> dict[str, Any]:
    """Return what leads back to `place`, for those who learn there."""
    authority = deciding.of(place)
    return {**around(place), "place_url": authority.page_of(place) if authority else ""}


def of_learner(place: str, learner: "User") -> list[Row]:
    """Return the checklists used at `place`, each with what waits for `learner` or was seen of them. One query."""
    return [_concern(each) for each in queries.concerning(place, learner)]


def of_leader(place: str) -> list[Row]:
    """Return the checklists used at `place` for who observes by them. One query."""
    return [
        Row(title=each.title, url=reverse("claims:observe", args=[each.uid]), note=counted(each))
        for each in queries.rubrics_at(place)
    ]


def observed(found: Observation) -> Row:
    """Return what was seen of the reader as a line."""
    chip, tone = state_to_learner(found)
    note = f"{found.observer.display_name} · {day(found.observed_on)}"
    url = reverse("claims:observation", args=[found.uid])
    return Row(title=found.title, url=url, note=note, chip=chip, chip_tone=tone)


def state_to_leader(found: Observation) -> tuple[str, str]:
    """Return what became of what was seen, and the tone of its chip, as those who lead there read it. No queries."""
    if found.voided_at:
        return _("Taken back"), ""
    if found.confirmed_at:
        return _("Confirmed by both"), "done"
    if found.refused_at:
        return _("Not confirmed"), ""
    return _("Waiting for the learner"), "accent"


def state_to_learner(found: Observation) -> tuple[str, str]:
    """Return what became of what was seen, and the tone of its chip, as its learner reads it. No queries."""
    waits = not (found.confirmed_at or found.refused_at)
    return (_("Please confirm"), "accent") if waits else state_to_leader(found)


def counted(rubric: Rubric) -> str:
    """Return how many skills and levels a rubric has, in words."""
    levels = ngettext("%(n)d level", "%(n)d levels", len(rubric.levels)) % {"n": len(rubric.levels)}
    return f"{_skills(len(rubric.skills))} · {levels}"


def _concern(each: queries.Concern) -> Row:
    skills = _skills(len(each.skills))
    if each.waits:
        url, chip = reverse("claims:observation", args=[each.waits]), _("Please confirm")
        return Row(title=each.title, url=url, note=skills, chip=chip, chip_tone="accent")
    seen = _("seen on %(day)s") % {"day": day(each.seen_on)} if each.seen_on else _("not seen yet")
    return Row(title=each.title, url=reverse("claims:rubric", args=[each.uid]), note=f"{skills} · {seen}")


def _skills(count: int) -> str:
    return ngettext("%(n)d skill", "%(n)d skills", count) % {"n": count}
