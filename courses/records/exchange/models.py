"""Other record stores: where our statements go, and where theirs come from."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Partner(models.Model):
    """Another store as it is spoken to: who we are there, how the last try went, when the next one is due."""

    class Version(models.TextChoices):
        LATEST = "2.0.0", "xAPI 2.0"
        EARLIER = "1.0.3", "xAPI 1.0.3"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    # Without "/statements" at its end.
    endpoint = models.URLField(_("endpoint"), max_length=500)
    key = models.CharField(_("key"), max_length=200)
    # Encrypted (`secrecy`), and never shown again.
    secret = models.TextField()
    version = models.CharField(_("version"), max_length=5, choices=Version, default=Version.LATEST)
    created = models.DateTimeField()
    due = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Destination(Partner):
    """A store that gets our statements, in the order in which they were stored here."""

    verb = models.CharField(_("verb"), max_length=500, blank=True)
    activity = models.CharField(_("activity"), max_length=500, blank=True)
    # Everything up to here was sent or refused: a place in the order of the store.
    reached = models.DateTimeField()
    reached_pk = models.BigIntegerField(default=0)
    sent = models.PositiveBigIntegerField(default=0)
    ended = models.DateTimeField(null=True)


class Refusal(models.Model):
    """A statement that a destination will not have, and why."""

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, related_name="refusals")
    record = models.ForeignKey("courses.Record", on_delete=models.CASCADE, related_name="+")
    # "" while it is to be tried again.
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["destination", "record"], name="refusal_once")]


class Import(Partner):
    """The statements of another store on their way into ours, page by page."""

    # What its statements may: "progress", "email" (`Client.Scope`).
    scopes = models.JSONField(default=list)
    since = models.DateTimeField(_("since"), null=True, blank=True)
    # The address of the next page, "" at the beginning.
    more = models.TextField(blank=True)
    # When the last statement read was stored there.
    reached = models.DateTimeField(null=True)
    pages = models.PositiveIntegerField(default=0)
    read = models.PositiveBigIntegerField(default=0)
    finished = models.DateTimeField(null=True)


class PageRead(models.Model):
    """A page that an import has read, by the hash of its address or of what stood on it; kept until it is finished."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pages_read")
    hashed = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "hashed"], name="page_read_once")]


class Rejection(models.Model):
    """A statement of another store that ours will not have, and why."""

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rejections")
    statement_id = models.CharField(max_length=100)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "statement_id"], name="rejection_once")]
