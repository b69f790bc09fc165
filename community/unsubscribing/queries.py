"""Who wants no invitations."""

from collections.abc import Sequence

from community.last_letters import digest
from community.models import Unsubscription


def unsubscribed(addresses: Sequence[str]) -> set[str]:
    """Return those of `addresses` to which no invitation may be mailed. One query."""
    digests = {digest(one): one for one in addresses}
    found = Unsubscription.objects.filter(address__in=digests).values_list("address", flat=True)
    return {digests[each] for each in found}
