"""The standings as a table that follows from the ledger and the open memberships."""

from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from community.derivation import Projection
from community.models import Membership, Standing

from .standings import Placed, counts_in, standing

STANDINGS = Projection(Standing, key=("membership_id", "period"), values=("group_id", "points", "things"))


def following(membership: Membership, ledger: Iterable[Placed]) -> Iterator[dict[str, Any]]:
    """Yield the rows that follow for a membership; none once it has ended."""
    if membership.left is not None:
        return
    zone = ZoneInfo(membership.group.time_zone)
    counted = [line for line in ledger if counts_in(membership.group.place, line)]
    for period, tally in standing(counted, joined=membership.joined, zone=zone).items():
        yield {
            "membership_id": membership.pk,
            "group_id": membership.group_id,
            "period": period,
            "points": tally.points,
            "things": tally.things,
        }
