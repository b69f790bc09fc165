"""The notices of a person: one row per thread, by django-notifications-hq's swappable model."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from notifications.base.models import AbstractNotification


class Notification(AbstractNotification):
    """A notice. `thread` names what it is about; a repeat raises `count` and makes it unread again.

    `data` holds what the kind (its `verb`) needs to find its subject again, `actors`, the ids of who did it since it
    was last read, the latest first, and `taken_back` or `taken_back_unread`, of who took it back after or before it was
    read (with no actor left, `count` is 0); titles are read through the policies when shown. `gone_at` is when what an
    unread notice told was taken away: it counts no more, nor is it mailed, until that stands again. `mail_due_at` is
    when it should be mailed, moved ahead while a process is mailing it, null where no mail is wanted or one was sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thread = models.CharField(max_length=120)
    place = models.CharField(max_length=48, blank=True)
    count = models.PositiveIntegerField(default=1)
    gone_at = models.DateTimeField(null=True, blank=True)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractNotification.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["recipient", "thread"], name="notification_one_per_thread")]
        indexes = [
            models.Index(fields=["recipient", "unread"], name="notification_unread"),
            models.Index(fields=["recipient", "-timestamp", "-uid"], name="notification_page"),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mail_due_at__isnull=False, gone_at=None),
                name="notification_mail_due",
            ),
        ]


class NotificationPreference(models.Model):
    """What a person wants to hear of a kind, where it differs from what is usual."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=24)
    on_site = models.BooleanField()
    by_mail = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notification_preference_once")]


class MutedThread(models.Model):
    """A thread a person wants to hear no more of."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="muted_thread_once")]
