"""What groups answer about learning outside the computer: who claims at them, who decides, who is told."""

import uuid

from django.urls import reverse

from community.groups import queries as groups
from community.live import actions as live
from community.models import Group, Membership, User
from community.notifications.actions import notify
from courses.claims import deciding
from courses.claims import presenting as claims
from courses.claims.deciding import Place
from courses.models import Claim, Decision


class Managers:
    """The managers of a group decide what its members claim there, as long as they are members."""

    capability = "community"

    def places_of(self, learner: User) -> list[Place]:
        """Return the groups `learner` is in."""
        mine = groups.groups_of(learner).order_by("group__name", "pk")
        return [Place(each.group.place, each.group.name) for each in mine]

    def may_decide(self, user: User, *, place: str, learner_id: int) -> bool:
        """Say whether `user` manages the group of which the learner is a member now."""
        members = Membership.objects.filter(group__uid=_uid(place), left=None, user__is_active=True)
        roles = dict(members.filter(user__in=[user.pk, learner_id]).values_list("user", "role"))
        return roles.get(user.pk) == Membership.Role.MANAGER and learner_id in roles

    def name_of(self, place: str) -> str:
        """Return the name of the group."""
        return Group.objects.filter(uid=_uid(place)).values_list("name", flat=True).first() or ""

    def address_of(self, place: str) -> str:
        """Return where its managers see what waits."""
        return reverse("outside:queue", args=[_uid(place)])

    def told_of_claim(self, claim: Claim) -> None:
        """Tell the managers that a claim waits."""
        group = Group.objects.get(uid=_uid(claim.place))
        notify(
            groups.managers(group),
            verb="claimed",
            actor=claim.learner,
            thread=claims.thread(claim),
            place=claim.place,
            data={"claim": str(claim.uid)},
        )
        live.refresh(claim.place)

    def told_of_decision(self, decision: Decision) -> None:
        """Tell the learner what was decided."""
        claim = decision.claim
        notify(
            [claim.learner],
            verb="decided",
            actor=decision.by,
            thread=claims.thread(claim),
            data={"claim": str(claim.uid), "decision": str(decision.uid)},
        )
        live.refresh(claim.place, f"person:{claim.learner.uid}")


def register() -> None:
    """Answer for the places of groups."""
    deciding.register("group", Managers())


def _uid(place: str) -> uuid.UUID:
    return uuid.UUID(place.partition(":")[2])
