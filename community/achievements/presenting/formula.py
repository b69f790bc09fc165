"""How points are counted, as every page that shows points says it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import capabilities

from .. import queries
from ..points import ASSESSMENT, CLAIM, COURSE, LESSON, in_force


@dataclass(frozen=True, slots=True)
class Part:
    """What one kind of thing earns, for `components/formula.html`."""

    points: int
    label: str


def parts() -> list[Part]:
    """Return what each kind earns now. One query."""
    rules, now = queries.rules(), timezone.now()
    labels = {LESSON: _("a lesson"), ASSESSMENT: _("an assessment passed"), COURSE: _("a course")}
    if capabilities.is_on("outside"):
        labels[CLAIM] = _("learned elsewhere and confirmed")
    return [Part(rule.points, label) for code, label in labels.items() if (rule := in_force(rules, code, now))]
