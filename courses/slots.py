"""Named places in a course's pages that upper floors fill; a lower template never names an upper URL.

The places: `course.people` (aside of a course: who learns it), `course.checklists` and `course.talk` (aside of a
course), `lesson.below` (under a lesson), `first.finished` (plain words, once somebody has finished their first lesson),
`course.finished` (under the ring, when a course is finished), `claim.read` (on the page of what was learned outside,
once it is open). Each is filled from AppConfig.ready() and declares its budget of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from . import capabilities

Filling = Callable[..., SafeString | str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One filling of a place: `render(request, **context)` within `budget` queries while `capability` is on."""

    place: str
    render: Filling
    capability: str
    budget: int
    order: int


_slots: dict[str, list[Slot]] = {}


def register(place: str, render: Filling, *, capability: str, budget: int, order: int = 0) -> None:
    """Fill `place` with what `render` returns; several fillings stand in `order`."""
    slots = _slots.setdefault(place, [])
    slots.append(Slot(place, render, capability, budget, order))
    slots.sort(key=lambda slot: slot.order)


def filled(place: str) -> list[Slot]:
    """Return the fillings of `place` whose capability is on."""
    return [slot for slot in _slots.get(place, []) if capabilities.is_on(slot.capability)]


def render(place: str, request: HttpRequest, **context: Any) -> SafeString:
    """Return the HTML of every filling of `place`, in order; empty when nothing fills it."""
    return SafeString("".join(slot.render(request, **context) for slot in filled(place)))


def words(place: str, request: HttpRequest, **context: Any) -> list[str]:
    """Return the plain words of every filling of `place`, in order, without those that say nothing."""
    return [text for slot in filled(place) if (text := str(slot.render(request, **context)))]
