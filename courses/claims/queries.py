"""Claims as their learner and those who decide read them."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from courses import uids
from courses.models import Amendment, Claim, Decision, Evidence

from . import policies

if TYPE_CHECKING:
    from community.models import User

PAGE = 20
_OPEN = Q(confirmed_at=None, declined_at=None, withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of claims; `next` is where the next one begins, "" where there is none."""

    claims: list[Claim]
    next: str


def claim_for(user: "User", uid: uuid.UUID) -> Claim | None:
    """Return the claim if `user` may read it."""
    claim = Claim.objects.select_related("learner", "record").filter(uid=uid).first()
    return claim if claim and policies.may_see(user, claim) else None


def to_decide(user: "User", uid: uuid.UUID) -> Claim | None:
    """Return the claim if `user` is one of those who decide about it, and it is not taken back."""
    found = claim_for(user, uid)
    return found if found and policies.may_decide(user, found) else None


def own(user: "User", uid: uuid.UUID) -> Claim | None:
    """Return the claim if it is `user`'s own."""
    return Claim.objects.select_related("learner", "record").filter(uid=uid, learner=user).first()


def evidence_for(user: "User", uid: uuid.UUID) -> Evidence | None:
    """Return a file of evidence that is still kept, if `user` may read its claim."""
    kept = Evidence.objects.exclude(file="").filter(uid=uid, removed_at=None).select_related("claim").first()
    return kept if kept and policies.may_see(user, kept.claim) else None


def log_of(learner: "User", *, before: str = "") -> Page:
    """Return a page of what `learner` logged, the latest first. One query, two on later pages."""
    rows = Claim.objects.filter(learner=learner, withdrawn_at=None)
    last = rows.filter(uid=uid).values_list("happened_on", "pk").first() if (uid := uids.read(before)) else None
    if last:
        rows = rows.filter(Q(happened_on=last[0], pk__lt=last[1]) | Q(happened_on__lt=last[0]))
    found = list(rows.order_by("-happened_on", "-pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].uid) if len(found) > PAGE else "")


def waiting() -> QuerySet[Claim]:
    """Return the claims that wait for who may decide, not for their learner."""
    return Claim.objects.filter(_OPEN, asked_back_at=None)


def waiting_page(rows: QuerySet[Claim], *, after: str = "") -> Page:
    """Return a page of what waits, the longest waiting first. One query, two on later pages."""
    last = rows.filter(uid=uid).values_list("logged_at", "pk").first() if (uid := uids.read(after)) else None
    if last:
        rows = rows.filter(Q(logged_at=last[0], pk__gt=last[1]) | Q(logged_at__gt=last[0]))
    found = list(rows.select_related("learner").order_by("logged_at", "pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].uid) if len(found) > PAGE else "")


def conversation(claim: Claim) -> list[Decision | Amendment]:
    """Return what was said about `claim`, in the order of time. Two queries."""
    return sorted([*claim.decisions.select_related("by"), *claim.amendments.all()], key=lambda turn: turn.at)


def is_answered(claim: Claim) -> bool:
    """Say whether anyone has decided or asked back, whose words then stay where they were said. One query."""
    return claim.decisions.exists()


def evidence_of(claim: Claim) -> list[Evidence]:
    """Return what shows `claim` now. One query."""
    return list(claim.evidence.standing().order_by("pk"))
