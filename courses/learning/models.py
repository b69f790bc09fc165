"""What a learner did in a course (sources) and how far that is (a projection)."""

import uuid

from django.db import models
from django.db.models import Q


class Completion(models.Model):
    """A lesson read to its end, or what a link leads to done, and confirmed; unique while not voided. Source."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="completions")
    activity_key = models.UUIDField()
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"], condition=Q(voided_at=None), name="completion_once"
            )
        ]


class Answer(models.Model):
    """An answer to a question inside a lesson; repeatable, earns nothing, gates nothing."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="answers")
    lesson_key = models.UUIDField()
    block_id = models.UUIDField()
    ordinal = models.PositiveIntegerField()
    response = models.JSONField()
    # The question as it was asked, since its author may change it; older rows have none.
    question = models.JSONField(null=True)
    correct = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "lesson_key", "block_id", "ordinal"], name="answer_ordinal_once"
            )
        ]


class Bookmark(models.Model):
    """Where a learner stopped: the last heading passed and the part read, 0 to 1; of a link, when it was opened."""

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="bookmarks")
    activity_key = models.UUIDField()
    heading = models.CharField(max_length=200, blank=True)
    fraction = models.FloatField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "activity_key"], name="bookmark_one_each")]


class Progress(models.Model):
    """How far an enrolment is. Projection; inputs: the enrolment's records and its outline.

    `state`: {"done": {"<activity key>": {"record": "<uid>", "at": iso, "scaled": number or null,
    "reported": bool}}, "waived": {"<activity key>": "<record uid>"}}.
    """

    enrolment = models.OneToOneField("courses.Enrolment", on_delete=models.CASCADE, related_name="progress")
    state = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField(default=0)
    last_record = models.ForeignKey("courses.Record", null=True, on_delete=models.PROTECT, related_name="+")
    last_at = models.DateTimeField(null=True)
    completed_record = models.ForeignKey("courses.Record", null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)
