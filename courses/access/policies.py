"""Who may read what a course holds."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from community.models import User


def may_learn(user: "User | AnonymousUser", course_key: uuid.UUID) -> bool:
    """Say whether `user` is enrolled in the course by a standing grant."""
    return (
        user.is_authenticated and queries.open_enrolments().filter(learner_id=user.pk, course_key=course_key).exists()
    )


def may_enrol(user: "User | AnonymousUser", outline: Mapping[str, Any]) -> bool:
    """Say whether `user` may begin the course of themselves: it is open to all who are signed in."""
    return user.is_authenticated and bool(outline.get("open"))
