"""Keeping the standings: a thing earned is counted once, a membership is derived anew when it begins or ends."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import transaction

from community.achievements.points import Earned
from community.models import Membership, PointEntry, Standing
from courses.records import locks

from .projections import STANDINGS, following
from .standings import counts_in, periods_of


def count(line: Earned, *, memberships: Iterable[Membership]) -> None:
    """Count a new line of the ledger in those of the learner's open memberships it counts in; groups are loaded."""
    places = {
        (membership.pk, period): membership.group_id
        for membership in memberships
        if counts_in(membership.group.place, line)
        for period in periods_of(line, joined=membership.joined, zone=ZoneInfo(membership.group.time_zone))
    }
    if not places:
        return
    standing = Standing.objects.filter(
        membership__in={membership for membership, _period in places}, period__in={period for _m, period in places}
    )
    rows = {(row.membership_id, row.period): row for row in standing}
    for (membership_id, period), group_id in places.items():
        row = rows.setdefault(
            (membership_id, period), Standing(membership_id=membership_id, period=period, group_id=group_id)
        )
        row.points += line.points
        row.things += 1
    Standing.objects.bulk_create(
        [rows[place] for place in places],
        update_conflicts=True,
        unique_fields=["membership", "period"],
        update_fields=["points", "things"],
    )


@transaction.atomic
def derive(membership: Membership) -> int:
    """Derive the standings of a membership that began, ended or changed its zone; return how many rows changed."""
    locks.hold([membership.user_id])
    ledger = PointEntry.objects.filter(learner_id=membership.user_id, at__gte=membership.joined)
    follows = STANDINGS.follow(following(membership, ledger))
    return STANDINGS.settle(follows, Standing.objects.filter(membership=membership))
