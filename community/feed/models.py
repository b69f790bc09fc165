"""The feed: one row for what happened, one small row for each place it is seen, both projections; and what is muted."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Activity(models.Model):
    """What happened. Inputs: completions, awards (by their events), topics. `uid` is UUIDv5 of its key.

    `subject`: {"title", "course_key", "course_title", "course_slug", "course_cover", "activity_key", "scaled",
    "activities", "badge", "claim", "claim_kind", "minutes"} as the kind needs; a topic's is empty, its words are read
    from the topic.
    """

    class Kind(models.TextChoices):
        LESSON = "lesson"
        ASSESSMENT = "assessment"
        COURSE = "course"
        AWARD = "award"
        CLAIM = "claim"
        TOPIC = "topic"

    uid = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    record = models.ForeignKey("courses.Record", null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.OneToOneField("community.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.JSONField(default=dict)


class FeedEntry(models.Model):
    """An activity in a place: where and about whom, never who may see.

    `membership` is that of the person in the group of the place, for accomplishments; null at a person's
    place and for talk. Readers join it, so that leaving and privacy hold on the next request.
    """

    place = models.CharField(max_length=48)
    at = models.DateTimeField()
    key = models.UUIDField()
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="entries")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("community.Membership", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="feed_entry_once")]
        indexes = [models.Index(fields=["place", "-at", "-key"], name="feed_place")]


class Muting(models.Model):
    """A place that `user` leaves out of their Home: a group, or what a connection shares. Its own page stays whole."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("community.Group", null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "group"], name="muting_group_once"),
            models.UniqueConstraint(fields=["user", "person"], name="muting_person_once"),
            models.CheckConstraint(
                condition=Q(group=None, person__isnull=False) | Q(group__isnull=False, person=None),
                name="muting_of_one_place",
            ),
        ]
