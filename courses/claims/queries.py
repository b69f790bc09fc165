"""Claims as their learner and those who decide read them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses import uids
from courses.models import Claim, Decision, Evidence

from . import deciding, policies

if TYPE_CHECKING:
    from community.models import User

PAGE = 20
_OPEN = Q(confirmed_at=None, declined_at=None, withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of claims; `next` is where the next one begins, "" where there is none."""

    claims: list[Claim]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the conversation about a claim."""

    who: "User"
    said: str
    text: str
    at: datetime
    taken_back: bool = False


def claim_for(user: "User", uid: uuid.UUID) -> Claim | None:
    """Return the claim if `user` may read it."""
    claim = Claim.objects.select_related("learner", "record").filter(uid=uid).first()
    return claim if claim and policies.may_see(user, claim) else None


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


def conversation(claim: Claim) -> list[Turn]:
    """Return what was said about `claim`, in the order of time. Two queries."""
    words = {
        Decision.Kind.CONFIRMED: _("confirmed it"),
        Decision.Kind.ASKED_BACK: _("asked back"),
        Decision.Kind.DECLINED: _("declined it"),
    }
    decided = [
        Turn(
            who=each.by,
            said=words[Decision.Kind(each.kind)],
            text=each.reason,
            at=each.at,
            taken_back=each.voided_at is not None,
        )
        for each in claim.decisions.select_related("by")
    ]
    changed = [
        Turn(who=claim.learner, said=_("changed it"), text=each.note, at=each.at) for each in claim.amendments.all()
    ]
    return sorted([*decided, *changed], key=lambda turn: turn.at)


def evidence_of(claim: Claim) -> list[Evidence]:
    """Return what shows `claim` now. One query."""
    return list(claim.evidence.filter(removed_at=None).order_by("pk"))


def state_of(claim: Claim) -> tuple[str, str]:
    """Return in words what has become of `claim`, and the tone of its chip. Asks nothing."""
    if claim.confirmed_at:
        return _("Confirmed"), "done"
    if claim.declined_at:
        return _("Declined"), ""
    if claim.withdrawn_at:
        return _("Taken back"), ""
    if claim.asked_back_at:
        return _("Asks you back"), "streak"
    if deciding.of(claim.place):
        return _("Waits to be confirmed"), "accent"
    return _("Only you see it"), ""
