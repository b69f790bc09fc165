"""Where one goes after finishing something: to the next step, or to what the whole course was."""

import uuid
from typing import TYPE_CHECKING

from django.urls import reverse

from courses import addresses
from courses.access import queries as access
from courses.models import Enrolment, Outline

from . import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def after(user: "User | AnonymousUser", key: uuid.UUID, *, outline: Outline, before: Enrolment) -> str:
    """Return the address after the activity `key` was finished; `before` is the enrolment as it was before that."""
    now = access.enrolment(user, outline.course_key)
    if queries.finished(now) and not queries.finished(before):
        return reverse("learning:finished", args=[outline.course_key])
    step = queries.path_of(outline, now).after(key)
    return addresses.step_url(step) if step else addresses.course_url(str(outline.course_key), outline.data["slug"])
