"""What people say to each other, in one place each."""

import uuid

from django.conf import settings
from django.db import models


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics, to be narrowed."""

    def standing(self) -> "TopicQuerySet":
        """Keep those that were not removed."""
        return self.filter(removed_at=None)


class Topic(models.Model):
    """A conversation in exactly one place (`group:<uid>` or `course:<key>`), perhaps below a lesson.

    A topic without a title is a post to the group's feed; its first Post is its opening text. A question
    may have an accepted answer. When the opening is removed the topic is (`removed_at`); its replies stay.
    """

    class Kind(models.TextChoices):
        POST = "post"
        DISCUSSION = "discussion"
        QUESTION = "question"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.CharField(max_length=48)
    lesson_key = models.UUIDField(null=True, blank=True)
    lesson_title = models.CharField(max_length=255, blank=True)
    course_key = models.UUIDField(null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160, blank=True)
    opening = models.OneToOneField(
        "community.Post", null=True, on_delete=models.PROTECT, related_name="opens", editable=False
    )
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    replies = models.PositiveIntegerField(default=0)
    accepted = models.ForeignKey(
        "community.Post", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["place", "-last_at", "-uid"], name="topic_place"),
            models.Index(fields=["lesson_key", "-last_at"], name="topic_lesson"),
        ]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, to be narrowed."""

    def standing(self) -> "PostQuerySet":
        """Keep those that were not removed."""
        return self.filter(removed_at=None)


class Post(models.Model):
    """One contribution: Markdown in, safe HTML stored beside it.

    `was_accepted_at` and `was_accepted_by` keep the acceptance that its removal ended, should it be put back.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    html = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    was_accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    was_accepted_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "at", "uid"], name="post_topic")]


class Reaction(models.Model):
    """Kudos for an activity of a feed, or "Helpful" for a post; `target` is the public uid of either."""

    class Kind(models.TextChoices):
        KUDOS = "kudos"
        HELPFUL = "helpful"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    target = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "kind", "user"], name="reaction_once")]
