"""Documents that activities keep in the record store: states and profiles (xAPI 2.0, 4.1.6.2, 4.1.6.5, 4.1.6.6)."""

import uuid

from django.db import models

NOWHERE = uuid.UUID(int=0)
LONGEST_NAME = 500
LONGEST_TYPE = 255


class Document(models.Model):
    """One document: a state (activity, agent, perhaps registration), an activity's profile or an agent's.

    What a kind does not have is empty, so that one key holds for all.
    """

    class Kind(models.TextChoices):
        STATE = "state"
        ACTIVITY_PROFILE = "activity"
        AGENT_PROFILE = "agent"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    activity_iri = models.CharField(max_length=500, blank=True)
    agent_key = models.CharField(max_length=255, blank=True)
    registration = models.UUIDField(default=NOWHERE)
    name = models.CharField(max_length=LONGEST_NAME)
    content = models.BinaryField()
    content_type = models.CharField(max_length=LONGEST_TYPE)
    etag = models.CharField(max_length=40)
    updated = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "activity_iri", "agent_key", "registration", "name"], name="document_once"
            )
        ]
