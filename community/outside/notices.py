"""Notices of learning outside the computer: claims, decisions and observations."""

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.models import Notification, User
from community.notifications import readers, standing
from community.notifications.presenting import Heard, Told, bold, quoted, uid, uids
from community.notifications.standing import of_each, theirs, uid_in, uids_in
from courses.claims import queries as claims
from courses.models import Decision, Observation

from . import queries


def register() -> None:
    """Let these kinds of notices be told."""
    readers.register({"claimed": claimed, "decided": decided, "observed": observed})
    standing.register({"claimed": _claims, "decided": _decided, "observed": _observed})


def claimed(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell who asks to have something confirmed, where `user` decides about it and it still waits."""
    waiting = claims.waiting().filter(uid__in=uids(rows, "claim"))
    mine = queries.led_learners(user, waiting)
    found = {claim.uid: claim for claim in waiting if (claim.learner_id, claim.place) in mine}
    return {
        row.pk: Told(
            format_html(_("{who} asks you to confirm {title}"), who=row.actors.bold, title=bold(claim.title)),
            reverse("claims:claim", args=[claim.uid]),
        )
        for row in rows
        if (claim := found.get(uid(row, "claim")))
    }


def decided(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell what others decided about what `user` learned outside."""
    mine = Decision.objects.standing().filter(learner=user).select_related("claim")
    found = mine.in_bulk(uids(rows, "decision"), field_name="uid")
    words = {
        Decision.Kind.CONFIRMED: _("{who} confirmed {title}"),
        Decision.Kind.ASKED_BACK: _("{who} has a question about {title}"),
        Decision.Kind.DECLINED: _("{who} declined {title}"),
    }
    return {
        row.pk: Told(
            format_html(words[Decision.Kind(each.kind)], who=row.actors.bold, title=bold(each.claim.title)),
            reverse("claims:claim", args=[each.claim.uid]),
            quoted(each.reason) if each.reason else "",
        )
        for row in rows
        if (each := found.get(uid(row, "decision")))
    }


def observed(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell a learner that their word is waited for, and an observer what it was while they still lead the place."""
    both = Observation.objects.standing().filter(Q(learner=user) | Q(observer=user))
    found = both.in_bulk(uids(rows, "observation"), field_name="uid")
    mine = queries.led_learners(user, found.values())
    return {
        row.pk: Told(
            format_html(_seen_words(each, user), who=row.actors.bold, title=bold(each.title)),
            reverse("claims:observation", args=[each.uid]),
            quoted(each.reason) if each.reason else "",
            **_word(each, user),
        )
        for row in rows
        if (each := found.get(uid(row, "observation")))
        if each.learner_id == user.pk or (each.learner_id, each.place) in mine
    }


def _word(observation: Observation, user: User) -> dict[str, str]:
    """Return the act by which the learner whose word is waited for gives it."""
    if observation.learner_id != user.pk or observation.confirmed_at or observation.refused_at:
        return {}
    door = reverse("claims:agreement", args=[observation.uid])
    return {"act_url": door, "act_label": _("Confirm"), "act_name": "agrees", "act_value": "yes"}


def _seen_words(observation: Observation, user: User) -> str:
    if observation.learner_id == user.pk:
        if observation.confirmed_at or observation.refused_at:
            return _("{who} filled in {title} with you")
        return _("{who} filled in {title} with you. Is it right?")
    return _("{who} confirmed {title}") if observation.confirmed_at else _("{who} did not confirm {title}")


def _claims(rows: list[Notification]) -> set[int]:
    """Whoever may decide is asked for only while it waits: none of a claim that was just decided."""
    waiting = set(claims.waiting().filter(uid__in=uids_in(rows, "claim")).values_list("uid", flat=True))
    return of_each([row for row in rows if uid_in(row, "claim") in waiting])


def _decided(rows: list[Notification]) -> set[int]:
    decisions = Decision.objects.standing().filter(uid__in=uids_in(rows, "decision"))
    return theirs(rows, "decision", dict(decisions.values_list("uid", "learner")))


def _observed(rows: list[Notification]) -> set[int]:
    """Learners are told of theirs; of observers, who may lead there no longer, each is asked."""
    observations = Observation.objects.standing().filter(uid__in=uids_in(rows, "observation"))
    learners = dict(observations.values_list("uid", "learner"))
    learning = theirs(rows, "observation", learners)
    return learning | of_each(
        [row for row in rows if row.pk not in learning and uid_in(row, "observation") in learners]
    )
