"""Two people who know each other here."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Least


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections, to be narrowed."""

    def standing(self) -> "ConnectionQuerySet":
        """Keep those that have not ended, asked or accepted."""
        return self.filter(ended_at=None)


class Connection(models.Model):
    """Asked, then accepted; ended by either. One standing between any two people."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("asker", "asked"),
                Greatest("asker", "asked"),
                condition=Q(ended_at=None),
                name="connection_one_standing",
            ),
            models.CheckConstraint(condition=~Q(asker=models.F("asked")), name="connection_of_two"),
        ]
        indexes = [
            models.Index(fields=["asker"], condition=Q(ended_at=None), name="connection_asker"),
            models.Index(fields=["asked"], condition=Q(ended_at=None), name="connection_asked"),
        ]
