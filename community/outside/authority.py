"""What groups and courses answer about learning outside the computer: who claims there, who decides, who is told."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from community.addresses import address
from community.groups import queries as groups
from community.live import actions as live
from community.live.topics import of_managers
from community.models import Group, Membership, User
from community.notifications.actions import notify
from community.notifications.withdrawing import settle
from courses.access import queries as access
from courses.addresses import course_url
from courses.catalog import queries as catalog
from courses.claims import deciding
from courses.claims import presenting as claims
from courses.claims.deciding import Place
from courses.models import Claim, Decision, Observation
from courses.pagination import Folded
from search.words import unaccented

from .queries import uid_of


class Managers:
    """The managers of a group decide what its members claim there, as long as they are members."""

    capability = "community"

    def places_of(self, learner: User) -> list[Place]:
        """Return the groups `learner` is in."""
        mine = groups.groups_of(learner).order_by(Folded("group__name"), "pk")
        return [Place(each.group.place, each.group.name) for each in mine]

    def led_by(self, user: User) -> list[Place]:
        """Return the groups `user` manages, by name."""
        led = groups.groups_of(user).filter(role=Membership.Role.MANAGER).order_by(Folded("group__name"), "pk")
        return [Place(each.group.place, each.group.name) for each in led]

    def leads(self, user: User, place: str) -> bool:
        """Say whether `user` manages the group."""
        mine = groups.groups_of(user).filter(group__uid=uid_of(place), role=Membership.Role.MANAGER)
        return user.is_authenticated and mine.exists()

    def learns(self, user: User, place: str) -> bool:
        """Say whether `user` is in the group."""
        return groups.groups_of(user).filter(group__uid=uid_of(place)).exists()

    def learners_at(self, place: str) -> QuerySet[User]:
        """Return the members of the group, by name."""
        members = Membership.objects.open().filter(group__uid=uid_of(place))
        return _active().filter(pk__in=members.values("user"))

    def may_decide(self, user: User, *, place: str, learner_id: int) -> bool:
        """Say whether `user` manages the group of which the learner is a member now."""
        members = Membership.objects.open().filter(group__uid=uid_of(place), user__is_active=True)
        roles = dict(members.filter(user__in=[user.pk, learner_id]).values_list("user", "role"))
        return roles.get(user.pk) == Membership.Role.MANAGER and learner_id in roles

    def name_of(self, place: str) -> str:
        """Return the name of the group."""
        return Group.objects.filter(uid=uid_of(place)).values_list("name", flat=True).first() or ""

    def page_of(self, place: str) -> str:
        """Return the address of the group."""
        return address("feed:group", uid_of(place))

    def address_of(self, place: str) -> str:
        """Return where its managers see what waits."""
        return reverse("outside:queue", args=[uid_of(place)])

    def told_of_claim(self, claim: Claim, *, at: datetime | None) -> None:
        """Tell the managers that a claim waits."""
        group = Group.objects.get(uid=uid_of(claim.place))
        notify(
            groups.managers(group),
            verb="claimed",
            actor=claim.learner,
            thread=claims.thread(claim),
            place=claim.place,
            data={"claim": str(claim.uid)},
            at=at,
        )
        self.look_again(claim.place)

    def look_again(self, place: str) -> None:
        """Let the managers look again at what waits in the group; nobody else sees it."""
        live.refresh(of_managers(place))

    def told_of_decision(self, decision: Decision, *, at: datetime | None) -> None:
        """Tell the learner what was decided."""
        claim = decision.claim
        notify(
            [claim.learner],
            verb="decided",
            actor=decision.by,
            thread=claims.thread(claim),
            data={"claim": str(claim.uid), "decision": str(decision.uid)},
            at=at,
        )
        settle(thread=claims.thread(claim))
        live.refresh(of_managers(claim.place), f"person:{claim.learner.uid}")

    def told_of_observation(self, observation: Observation, *, at: datetime | None) -> None:
        """Tell the learner that their word is waited for, and the observer what it was."""
        _tell_of_observation(observation, at=at)

    def told_no_more(self, ended: Claim | Observation) -> None:
        """Let no bell count what ended."""
        settle(thread=_thread(ended))


class Teams:
    """The team of a course observes who learns it; what was learned elsewhere is not claimed there."""

    capability = "outside"

    def places_of(self, learner: User) -> list[Place]:
        """Return nothing: a course has lessons of its own."""
        return []

    def led_by(self, user: User) -> list[Place]:
        """Return the published courses `user` teaches, by title."""
        keys = set(catalog.taught(user.pk).values_list("course_key", flat=True))
        titles = {key: outline.data["title"] for key, outline in catalog.outlines(keys).items()}
        found = [Place(f"course:{key}", title) for key, title in titles.items()]
        return sorted(found, key=lambda each: unaccented(each.name))

    def leads(self, user: User, place: str) -> bool:
        """Say whether `user` is in the team of the course."""
        return catalog.taught(user.pk).filter(course_key=uid_of(place)).exists()

    def learns(self, user: User, place: str) -> bool:
        """Say whether `user` is enrolled in the course now."""
        return access.open_enrolments().filter(learner=user.pk, course_key=uid_of(place)).exists()

    def learners_at(self, place: str) -> QuerySet[User]:
        """Return who is enrolled in the course, by name."""
        learning = access.open_enrolments().filter(course_key=uid_of(place))
        return _active().filter(pk__in=learning.values("learner"))

    def may_decide(self, user: User, *, place: str, learner_id: int) -> bool:
        """Say whether `user` teaches the course the learner is enrolled in now."""
        learning = access.open_enrolments().filter(course_key=uid_of(place), learner=learner_id)
        return self.leads(user, place) and learning.exists()

    def name_of(self, place: str) -> str:
        """Return the title of the course."""
        outline = catalog.outline(uid_of(place))
        return outline.data["title"] if outline else ""

    def page_of(self, place: str) -> str:
        """Return the address of the course."""
        return course_url(str(uid_of(place)), "")

    def address_of(self, place: str) -> str:
        """Return the address of the course."""
        return self.page_of(place)

    def told_of_claim(self, claim: Claim, *, at: datetime | None) -> None:
        """Tell nobody: nothing is claimed at a course."""

    def look_again(self, place: str) -> None:
        """Show nothing else: nothing is claimed at a course."""

    def told_of_decision(self, decision: Decision, *, at: datetime | None) -> None:
        """Tell nobody: nothing is claimed at a course."""

    def told_of_observation(self, observation: Observation, *, at: datetime | None) -> None:
        """Tell the learner that their word is waited for, and the observer what it was."""
        _tell_of_observation(observation, at=at)

    def told_no_more(self, ended: Claim | Observation) -> None:
        """Let no bell count what ended."""
        settle(thread=_thread(ended))


def register() -> None:
    """Answer for the places of groups and of courses."""
    deciding.register("group", Managers())
    deciding.register("course", Teams())


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True).order_by(Folded("display_name"), "pk")


def _thread(thing: Claim | Observation) -> str:
    return claims.thread(thing) if isinstance(thing, Claim) else f"observation:{thing.uid}"


def _tell_of_observation(observation: Observation, *, at: datetime | None) -> None:
    given = observation.confirmed_at or observation.refused_at
    notify(
        [observation.observer if given else observation.learner],
        verb="observed",
        actor=observation.learner if given else observation.observer,
        thread=_thread(observation),
        place=observation.place,
        data={"observation": str(observation.uid)},
        at=at,
    )
    live.refresh(f"person:{observation.learner.uid}")
