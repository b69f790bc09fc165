"""What a manager may see of a member's learning; `courses` knows of no managers."""

from community.groups import policies as groups
from community.models import Membership, User


def may_see_progress(manager: User, membership: Membership) -> bool:
    """Say whether `manager` may see the progress of a member of a group they lead: all of it, or what is shared."""
    open_and_led = membership.left is None and groups.may_manage(manager, membership.group)
    return open_and_led and sees_something(membership)


def sees_something(membership: Membership) -> bool:
    """Say whether managers see the member at all: everything assigned, or what is shared by name."""
    return sees_all(membership) or membership.sharing == Membership.Sharing.NAMED


def sees_all(membership: Membership) -> bool:
    """Say whether managers see everything assigned, and not only what the member shares by name."""
    return groups.agreed_to_management(membership)
