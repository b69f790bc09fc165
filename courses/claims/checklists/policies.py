"""Who keeps and reads rubrics, who observes whom, and who reads what was seen. Nobody observes themselves."""

from typing import TYPE_CHECKING

from courses.claims import deciding
from courses.models import Observation

if TYPE_CHECKING:
    from community.models import User


def may_keep(user: "User", place: str) -> bool:
    """Say whether `user` leads `place`, and so keeps its rubrics and observes who learns there."""
    authority = deciding.of(place)
    return authority is not None and user.is_active and authority.leads(user, place)


def may_read(user: "User", place: str) -> bool:
    """Say whether `user` learns at `place` or leads it, and so reads what is looked at there."""
    authority = deciding.of(place)
    return authority is not None and user.is_active and (authority.learns(user, place) or authority.leads(user, place))


def may_observe(user: "User", *, place: str, learner_id: int) -> bool:
    """Say whether `user` may say what they saw this learner do."""
    authority = deciding.of(place)
    if authority is None or user.pk == learner_id or not user.is_active:
        return False
    return authority.may_decide(user, place=place, learner_id=learner_id)


def may_see(user: "User", observation: Observation) -> bool:
    """Say whether `user` may read `observation`: its learner, and who leads its place."""
    return user.pk == observation.learner_id or may_observe(
        user, place=observation.place, learner_id=observation.learner_id
    )
