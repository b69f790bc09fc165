"""Badges and points, each naming the record that caused it. Projections, but for the rules."""

from django.conf import settings
from django.db import models


class PointRule(models.Model):
    """How many points a kind of accomplishment earns; the version in force when it was stored decides."""

    class Code(models.TextChoices):
        LESSON = "lesson"
        ASSESSMENT = "assessment"
        COURSE = "course"
        CLAIM = "claim"

    code = models.CharField(max_length=12, choices=Code.choices)
    version = models.PositiveIntegerField()
    points = models.PositiveIntegerField()
    in_force_from = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="point_rule_version")]


class Award(models.Model):
    """A badge earned. `uid` is UUIDv5 of (learner, badge, subject). Inputs: records, progress, rule versions."""

    class Badge(models.TextChoices):
        FIRST_LESSON = "first_lesson"
        COURSE = "course"

    uid = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards")
    badge = models.CharField(max_length=16, choices=Badge.choices)
    course_key = models.UUIDField()
    title = models.CharField(max_length=255)
    activities = models.PositiveIntegerField(default=1)
    record = models.ForeignKey("courses.Record", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PointEntry(models.Model):
    """Points earned once per enrolment and subject, outside courses per claim. Inputs: records, progress, rules.

    `at` is fixed once (DESIGN: the statement's timestamp within bounds); `reversed_by` names the voiding record. What
    was confirmed outside courses keeps the `place` whose managers or team did so.
    """

    uid = models.UUIDField(primary_key=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="points")
    code = models.CharField(max_length=12)
    points = models.PositiveIntegerField()
    enrolment_uid = models.UUIDField(null=True)
    subject_key = models.UUIDField()
    title = models.CharField(max_length=255)
    record = models.ForeignKey("courses.Record", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reversed_by = models.ForeignKey("courses.Record", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=48, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["learner", "-at"], name="points_of_learner")]
