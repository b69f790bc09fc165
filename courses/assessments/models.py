"""Attempts at assessments. Sources."""

import uuid

from django.db import models
from django.db.models import Q


class Attempt(models.Model):
    """One try at an assessment: the questions as asked (with their keys) and the answers as given."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    activity_key = models.UUIDField()
    ordinal = models.PositiveIntegerField()
    questions = models.JSONField()
    answers = models.JSONField(default=dict)
    pass_mark = models.FloatField()
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    raw = models.FloatField(null=True)
    maximum = models.FloatField(null=True)
    scaled = models.FloatField(null=True)
    passed = models.BooleanField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity_key", "ordinal"], name="attempt_ordinal_once"),
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"],
                condition=Q(submitted_at=None),
                name="attempt_one_unsubmitted",
            ),
        ]
