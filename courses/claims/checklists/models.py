"""Skills to be seen by another person: rubrics, and what an observer saw beside the learner. Sources."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RubricQuerySet(models.QuerySet["Rubric"]):
    """Rubrics, to be narrowed."""

    def standing(self) -> "RubricQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended_at=None)


class Rubric(models.Model):
    """Skills and the levels they are seen at, kept by those who lead `place`; both are lists in their order."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.CharField(max_length=48)
    title = models.CharField(max_length=120)
    skills = models.JSONField()
    levels = models.JSONField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RubricQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "made_at", "id"], condition=Q(ended_at=None), name="rubric_place")]


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations, to be narrowed."""

    def standing(self) -> "ObservationQuerySet":
        """Keep those that were not taken back."""
        return self.filter(voided_at=None)


class Observation(models.Model):
    """What an observer saw, in the words the rubric had then: `seen` is a list of [skill, level].

    The observer's word is given by sending it, at `observed_at`; with the learner's at `confirmed_at` it becomes a
    record, whose evidence is `sheet` by its hash.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="observations")
    place = models.CharField(max_length=48)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="observations")
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    seen = models.JSONField()
    note = models.CharField(max_length=600, blank=True)
    observed_on = models.DateField()
    observed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=600, blank=True)
    sheet = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    record = models.OneToOneField("courses.Record", null=True, on_delete=models.PROTECT, related_name="observation")
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(observer=F("learner")), name="observation_of_another"),
            models.CheckConstraint(condition=Q(record=None) | ~Q(confirmed_at=None), name="observation_by_both"),
            models.CheckConstraint(condition=Q(confirmed_at=None) | Q(refused_at=None), name="observation_one_way"),
        ]
        indexes = [models.Index(fields=["learner", "-observed_at", "-id"], name="observation_learner")]
