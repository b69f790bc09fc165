"""Programs that may speak to the record store: clients with a secret, and tokens bound to one learner's launch."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Client(models.Model):
    """A program that may speak to the record store, by Basic authentication with its key and secret."""

    class Scope(models.TextChoices):
        """What a client may do, each in the words of whoever gives it."""

        WRITE = "statements/write", _("Write statements")
        READ_MINE = "statements/read/mine", _("Read the statements it wrote itself")
        READ = "statements/read", _("Read every statement, whoever wrote it")
        STATE = "state", _("Keep states: where somebody stopped in an activity")
        PROFILE = "profile", _("Keep profiles of activities and people")
        PROGRESS = "progress", _("Move progress: it counts as reported, without ranked points or certificate")
        GRADES = "grades", _("Grade: what it says counts like what was seen here")
        EMAIL = "email", _("Name people by their verified e-mail address")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=64, unique=True)
    # SHA-256 of a secret of 256 random bits, which no dictionary holds.
    secret = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    # Requests a minute; without a number as many as it likes.
    per_minute = models.PositiveIntegerField(null=True, blank=True)
    # When it last spoke, to the hour.
    used = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    def may(self, *scopes: str) -> bool:
        """Say whether one of `scopes` was given to this client."""
        return any(scope in self.scopes for scope in scopes)


class FormerSecret(models.Model):
    """A secret that a client had before, which goes on until the moment that was said when another took its place."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="former_secrets")
    secret = models.CharField(max_length=64)
    until = models.DateTimeField()


class LaunchToken(models.Model):
    """What a launched activity speaks by: for one learner, one enrolment, one activity, until it expires."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    secret = models.CharField(max_length=64, unique=True)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    activity_key = models.UUIDField()
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    # The names of the parameters in the address it was launched at, which content passes on.
    passed_on = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity_key"], condition=Q(revoked=None), name="launch_one_each"
            )
        ]
