"""Who learns which course, and by what right."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, to be narrowed."""

    def open(self) -> "EnrolmentQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended=None)


class Enrolment(models.Model):
    """A person learning a course; its uid is the xAPI registration. One open per learner and course."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField(db_index=True)
    # Pinned by the first record; until then the current outline counts.
    outline = models.ForeignKey("courses.Outline", null=True, blank=True, on_delete=models.PROTECT)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)

    # The first day its standing grants are due, in the zone it was set in, where a query has read it beside the row.
    due: "datetime | None"
    # Whether the learner is in the course's own team, where a query has read it beside the row.
    in_team: bool

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course_key"], condition=Q(ended=None), name="enrolment_one_open"
            )
        ]


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants by what they give."""

    def standing(self, now: datetime) -> "GrantQuerySet":
        """Keep those that give access at `now`: neither revoked nor run out."""
        return self.filter(Q(until=None) | Q(until__gt=now), revoked=None)


class Grant(models.Model):
    """A right to a course. `source` is opaque here: `open`, `group:<uid>`, `invitation:<uid>`."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="grants")
    source = models.CharField(max_length=80)
    granted_at = models.DateTimeField()
    # The end of the day it is due, and the zone in which it is that day; see `days.py`.
    due = models.DateTimeField(null=True, blank=True)
    due_zone = models.CharField(max_length=63, default="UTC")
    until = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "source"], condition=Q(revoked=None), name="grant_one_standing"
            )
        ]
        indexes = [models.Index(fields=["source"], name="grant_source")]
