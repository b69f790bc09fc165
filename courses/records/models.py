"""The Learning Record Store: statements as text, plain columns beside them, and the promise of effects."""

import uuid

from django.conf import settings
from django.db import models


class Sequence(models.Model):
    """The learner's lock and counter: whoever writes for a learner holds this row."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    last_seq = models.PositiveBigIntegerField(default=0)


class Record(models.Model):
    """One xAPI statement as it was stored. `seq` counts per learner, null where no person is mapped."""

    class Provenance(models.TextChoices):
        SERVER = "server"
        CLIENT = "client"
        VERIFIED = "verified"

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="records")
    seq = models.PositiveBigIntegerField(null=True)
    stored = models.DateTimeField()
    timestamp = models.DateTimeField()
    # The learner's own day it counts for, by the offset in the timestamp.
    day = models.DateField(null=True)
    agent_key = models.CharField(max_length=255)
    verb = models.CharField(max_length=500)
    activity_iri = models.CharField(max_length=500, blank=True)
    activity_key = models.UUIDField(null=True)
    enrolment = models.ForeignKey("courses.Enrolment", null=True, on_delete=models.PROTECT, related_name="records")
    registration = models.UUIDField(null=True)
    provenance = models.CharField(max_length=8, choices=Provenance.choices)
    authority = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    voided_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(null=True)
    statement = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "seq"], name="record_seq_once")]
        indexes = [
            models.Index(fields=["stored", "id"], name="record_order"),
            models.Index(fields=["enrolment", "seq"], name="record_enrolment"),
            models.Index(fields=["agent_key", "stored", "id"], name="record_agent"),
            models.Index(fields=["verb", "stored", "id"], name="record_verb"),
            models.Index(fields=["activity_iri", "stored", "id"], name="record_activity"),
            models.Index(fields=["registration", "stored", "id"], name="record_registration"),
        ]


class RecordAgent(models.Model):
    """An agent a statement names, wherever in it (xAPI 2.0, 4.1.6.1 `related_agents`); `main` as actor or object."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="agents")
    agent_key = models.CharField(max_length=255)
    main = models.BooleanField(default=True)
    stored = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "agent_key"], name="record_agent_once")]
        indexes = [models.Index(fields=["agent_key", "stored", "record"], name="related_agent")]


class RecordActivity(models.Model):
    """An activity a statement names, wherever in it (`related_activities`)."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="activities")
    iri = models.CharField(max_length=500)
    stored = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "iri"], name="record_activity_once")]
        indexes = [models.Index(fields=["iri", "stored", "record"], name="related_activity")]


class RecordReference(models.Model):
    """A statement that another has as its object, or that one has in turn: filters find the one by the other."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="references")
    target = models.UUIDField()
    stored = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "target"], name="record_reference_once")]
        indexes = [
            models.Index(fields=["target", "record"], name="record_reference"),
            models.Index(fields=["stored", "record"], name="record_reference_order"),
        ]


def drawer(body: "AttachmentBody", name: str) -> str:
    """Return where the file of a body lies: by its hash in one of 256 drawers, so that none grows too full."""
    return f"records/{body.sha2[:2]}/{name}"


class AttachmentBody(models.Model):
    """What was attached to statements, each content once, by its SHA-2 in hexadecimal."""

    sha2 = models.CharField(max_length=128, unique=True)
    file = models.FileField(upload_to=drawer)
    length = models.PositiveBigIntegerField()


class RecordAttachment(models.Model):
    """That a statement came with an attachment whose content is kept."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="attachments")
    body = models.ForeignKey(AttachmentBody, on_delete=models.PROTECT, related_name="+")
    content_type = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "body"], name="record_attachment_once")]


class ActivityAlias(models.Model):
    """Another IRI by which one of our own activities is known elsewhere."""

    iri = models.CharField(max_length=500, unique=True)
    activity_key = models.UUIDField(db_index=True)


class Effect(models.Model):
    """The promise that a record's effects will happen, once; deleted in the transaction that keeps it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="effect")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    # What the record made happen: [{"kind": "lesson" | "assessment" | "course", "activities": n}].
    happenings = models.JSONField(default=list)
    due = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "seq"], name="effect_learner")]
