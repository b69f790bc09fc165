"""Badges and points, as their owner and others may see them."""

from community.models import PointRule

from .points import Rule


def rules() -> list[Rule]:
    """Return every version of every rule."""
    columns = ("code", "version", "points", "in_force_from")
    return [Rule(**row) for row in PointRule.objects.order_by("code", "version").values(*columns)]
