"""The one flat table that is searched, and the promises to bring it up to date."""

from django.db import models


class Entry(models.Model):
    """One findable thing at one place: whoever may read the place may find it there.

    A projection: `sources.py` has the inputs. `title_words` and `text_words` are what the database engine
    matches; its full-text index beside this table is made by migrations 0002 and 0004.
    """

    kind = models.CharField(max_length=30)
    uid = models.UUIDField()
    place = models.CharField(max_length=80)
    subject = models.BigIntegerField(null=True, blank=True)  # the id of the person it is about
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    facets = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    version = models.CharField(max_length=16)  # a digest of what was indexed
    title_words = models.TextField()
    text_words = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["kind", "uid", "place"], name="entry_once_a_place")]
        indexes = [
            models.Index(fields=["place", "kind"], name="entry_by_place"),
            models.Index(fields=["subject"], condition=models.Q(subject__isnull=False), name="entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid} at {self.place}"


class Word(models.Model):
    """A word that stands in `entries` entries, so that what was typed with a slip is found by the one it is near."""

    word = models.CharField(max_length=60, primary_key=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    entries = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"], name="word_by_initial")]

    def __str__(self) -> str:
        return self.word


class Outbox(models.Model):
    """A promise that the entries of one thing are derived again, then pushed to the cluster where there is one.

    Written in the transaction that changed the thing. Each change has a row of its own, so that none is lost
    between reading the thing and deleting the row.
    """

    kind = models.CharField(max_length=30)
    uid = models.UUIDField()
    queued = models.DateTimeField()
    derived = models.DateTimeField(null=True, blank=True)  # the entries are right; the cluster is still to hear
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)  # after a failure, the next try waits for this
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [models.Index(fields=["derived", "id"], name="outbox_by_stage")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class Lease(models.Model):
    """A stage of the outbox that one process works on at a time, so that an older state never follows a newer."""

    name = models.CharField(max_length=20, primary_key=True)
    until = models.DateTimeField(null=True, blank=True)
    holder = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
