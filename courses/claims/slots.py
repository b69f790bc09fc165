"""What learning outside the computer puts into the page of a course: the checklists that concern its reader."""

import uuid

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from courses import slots
from courses.requests import PersonRequest

from .checklists import policies, presenting


def register() -> None:
    """Fill the place beside a course."""
    slots.register("course.checklists", beside_course, capability="outside", budget=2)


def beside_course(request: PersonRequest, *, course_key: uuid.UUID, learns: bool) -> SafeString:
    """Return the checklists used at a course, to who learns it and to who observes there. One query for a learner."""
    place = f"course:{course_key}"
    if learns:
        return beside(place, presenting.of_learner(place, request.user))
    if request.user.is_authenticated and policies.may_keep(request.user, place):
        return beside(place, presenting.of_leader(place))
    return SafeString()


def beside(place: str, rows: list[presenting.Row]) -> SafeString:
    """Return the panel of the checklists at `place`; nothing where there are none."""
    if not rows:
        return SafeString()
    context = {"rows": rows, "url": reverse("claims:rubrics", args=[place])}
    return render_to_string("courses/claims/checklists/beside.html", context)
