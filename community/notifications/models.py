"""The notices of a person: one row per thread, by django-notifications-hq's swappable model."""

import uuid

from django.db import models
from notifications.base.models import AbstractNotification


class Notification(AbstractNotification):
    """A notice. `thread` names what it is about; a repeat raises `count` and makes it unread again.

    `data` holds what the kind needs to find its subject again; titles are read through the policies when shown.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.CharField(max_length=120)
    place = models.CharField(max_length=48, blank=True)
    count = models.PositiveIntegerField(default=1)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractNotification.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["recipient", "thread"], name="notification_one_per_thread")]
        indexes = [
            models.Index(fields=["recipient", "unread"], name="notification_unread"),
            models.Index(fields=["recipient", "-timestamp", "-uid"], name="notification_page"),
        ]
