"""What people learned outside the computer: what they claim, what shows it, and what was decided. Sources."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """Something a learner says they learned. While no time of an end is set, it waits for who may decide.

    `client_uid` was made where it was written, so that a repeat counts once. `place` is opaque here; with "" only the
    learner sees it. `record` is the statement that stands now, of the `revision` it is in.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        MENTORING = "mentoring", _("Mentoring talk")
        BOOK = "book", _("Book")
        SHIFT = "shift", _("Shift")
        OTHER = "other", _("Something else")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client_uid = models.UUIDField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    place = models.CharField(max_length=48, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160)
    happened_on = models.DateField()
    minutes = models.PositiveIntegerField(null=True, blank=True)
    learned = models.TextField()
    logged_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    record = models.OneToOneField("courses.Record", null=True, on_delete=models.PROTECT, related_name="claim")
    asked_back_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "client_uid"], name="claim_logged_once"),
            models.CheckConstraint(condition=Q(confirmed_at=None) | Q(declined_at=None), name="claim_decided_one_way"),
        ]
        indexes = [
            models.Index(fields=["learner", "-happened_on", "-id"], name="claim_log"),
            models.Index(
                fields=["place", "logged_at", "id"],
                condition=Q(asked_back_at=None, confirmed_at=None, declined_at=None, withdrawn_at=None),
                name="claim_waiting",
            ),
        ]


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, to be narrowed."""

    def standing(self) -> "EvidenceQuerySet":
        """Keep what was not removed."""
        return self.filter(removed_at=None)


class Evidence(models.Model):
    """What shows a claim: a photo, a file or a link, with the SHA-256 of its bytes (a link's are its address)."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        FILE = "file", _("File")
        LINK = "link", _("Link")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="evidence/%Y/%m", blank=True)
    url = models.URLField(max_length=500, blank=True)
    content_type = models.CharField(max_length=100)
    length = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "sha256"], condition=Q(removed_at=None), name="evidence_once")
        ]


class Amendment(models.Model):
    """That the learner changed a claim, with what they answered."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="amendments")
    note = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField()


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions, to be narrowed."""

    def standing(self) -> "DecisionQuerySet":
        """Keep those that were not taken back."""
        return self.filter(voided_at=None)


class Decision(models.Model):
    """What somebody else decided about a claim, and why. `record` is the statement that confirms it.

    The learner stands beside who decides, so that the database itself refuses deciding about oneself.
    """

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        ASKED_BACK = "asked_back", _("Asked back")
        DECLINED = "declined", _("Declined")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    record = models.OneToOneField("courses.Record", null=True, on_delete=models.PROTECT, related_name="decision")
    voided_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("learner")), name="decision_never_of_oneself"),
            models.CheckConstraint(condition=Q(kind="confirmed") | ~Q(reason=""), name="decision_says_why"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind="confirmed", voided_at=None), name="claim_confirmed_once"
            ),
        ]
