"""How groups may lie in each other: at most four levels, a child never more visible than its parent."""

MOST_LEVELS = 4
OPENNESS = {"hidden": 0, "private": 1, "public": 2}


def may_lie_in(child: str, parent: str) -> bool:
    """Say whether a group of visibility `child` may lie in one of visibility `parent`."""
    return OPENNESS[child] <= OPENNESS[parent]


def fits(*, levels_above: int) -> bool:
    """Say whether a new group with this many levels above it stays within four."""
    return levels_above < MOST_LEVELS
