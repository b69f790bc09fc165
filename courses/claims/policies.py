"""Who may read a claim and its evidence, and who may decide. Nobody decides about themselves."""

from typing import TYPE_CHECKING

from courses.models import Claim

from . import deciding

if TYPE_CHECKING:
    from community.models import User


def may_see(user: "User", claim: Claim) -> bool:
    """Say whether `user` may read `claim`: whose it is, and who decides at its place while it is not withdrawn."""
    return user.pk == claim.learner_id or (claim.withdrawn_at is None and may_decide(user, claim))


def may_decide(user: "User", claim: Claim) -> bool:
    """Say whether `user` is one of those who decide about `claim`, whatever has become of it."""
    if user.pk == claim.learner_id or not user.is_active:
        return False
    authority = deciding.of(claim.place)
    return authority is not None and authority.may_decide(user, place=claim.place, learner_id=claim.learner_id)


def may_claim_at(learner: "User", place: str) -> bool:
    """Say whether `learner` may claim something at `place`; without a place, always."""
    return not place or any(place == each.place for each in deciding.places_of(learner))


def may_withdraw(claim: Claim) -> bool:
    """Say whether its learner may still take `claim` back: as long as nobody has confirmed it."""
    return not (claim.confirmed_at or claim.withdrawn_at)


def is_open(claim: Claim) -> bool:
    """Say whether nothing final has become of `claim`."""
    return not (claim.confirmed_at or claim.declined_at or claim.withdrawn_at)
