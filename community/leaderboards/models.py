"""Where each member stands. A projection; inputs: PointEntries and open Memberships."""

from django.db import models


class Standing(models.Model):
    """Points of a membership in a period: `all`, or an ISO week such as `2026-W07` in the group's zone.

    `group_id` and `learner_id` repeat the membership's, so that a board reads one index.
    """

    membership = models.ForeignKey("community.Membership", on_delete=models.CASCADE, related_name="standings")
    group = models.ForeignKey("community.Group", on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=8)
    points = models.PositiveIntegerField(default=0)
    things = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "period"], name="standing_once")]
        indexes = [models.Index(fields=["group", "period", "-points"], name="standing_board")]
