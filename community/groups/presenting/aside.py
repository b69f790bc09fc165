"""What stands beside a group's feed: what it learns, who leads it, some of its faces."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from community.faces import Face, face
from community.models import Group, Membership, User
from courses import capabilities, pagination
from courses.claims.checklists import presenting as checklists
from courses.claims.slots import beside
from courses.prepared import Prepared

from .. import queries
from . import learned
from .learned import CourseRow
from .roster import MANAGERS_FIRST

FACES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Beside a group's feed: what it learns, who leads it, some of its faces."""

    courses: list[CourseRow]
    leads: list[Face]
    faces: list[Face]
    checklists: SafeString
    start: CourseRow | None


def aside(group: Group, viewer: User, *, leads: bool) -> Aside:
    """Return what stands beside a group's feed, to one who `leads` it or not. Three queries."""
    people = [(role, face(*columns)) for role, *columns in _first_members(group=group.pk)]
    managers = [person for role, person in people if role == Membership.Role.MANAGER]
    courses = learned.courses(group, viewer)
    return Aside(
        courses=courses,
        start=learned.start(courses),
        leads=managers[:3],
        faces=[person for role, person in people if role != Membership.Role.MANAGER][:FACES] or managers[:FACES],
        checklists=_checklists(group.place, viewer, leads=leads),
    )


def _checklists(place: str, viewer: User, *, leads: bool) -> SafeString:
    if not capabilities.is_on("outside"):
        return SafeString()
    return beside(place, checklists.of_leader(place) if leads else checklists.of_learner(place, viewer))


_first_members = Prepared(
    lambda group: (
        queries.members(Group(pk=group))
        .order_by(MANAGERS_FIRST, pagination.Folded("user__display_name"), "pk")
        .values_list("role", "user__uid", "user__display_name", "user__picture")[: FACES * 2]
    ),
    group=int,
)
