"""A group's lock: its row, taken before those of its learners. On SQLite the IMMEDIATE transaction is the lock."""

from community.models import Group


def hold(group_id: int) -> Group:
    """Lock a group until the transaction ends, and return it as it is now; a standing may still refer to it."""
    return Group.objects.select_for_update(no_key=True).get(pk=group_id)
