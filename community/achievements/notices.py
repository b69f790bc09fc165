"""Notices of badges."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from community.models import Award, Notification, User
from community.notifications import readers, standing
from community.notifications.presenting import Heard, Told, bold, uid, uids
from community.notifications.standing import theirs, uids_in

from .presenting.tiles import badge_name


def register() -> None:
    """Let these kinds of notices be told."""
    readers.register({"earned": badges})
    standing.register({"earned": _standing})


def badges(user: User, rows: list[Heard]) -> dict[int, Told]:
    """Tell of badges that `user` has."""
    mine = Award.objects.filter(learner=user).in_bulk(uids(rows, "award"))
    return {
        row.pk: Told(
            format_html(_("You earned a badge: {title}"), title=bold(badge_name(award.badge, award.title))),
            reverse("profiles:person", args=[user.uid]),
        )
        for row in rows
        if (award := mine.get(uid(row, "award")))
    }


def _standing(rows: list[Notification]) -> set[int]:
    return theirs(rows, "award", dict(Award.objects.filter(pk__in=uids_in(rows, "award")).values_list("pk", "learner")))
