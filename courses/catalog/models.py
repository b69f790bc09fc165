"""What the catalogue keeps: outlines, course teams and files. The pages stand in `pages.py`."""

import uuid

from django.conf import settings
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from . import files


class CourseImage(AbstractImage):
    """An image of a course, private to who may read what uses it; `uid` is its only public name."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    # No tags: the editor would offer everybody those of every course.
    admin_form_fields = tuple(name for name in Image.admin_form_fields if name != "tags")


class CourseRendition(AbstractRendition):
    """A size of an image."""

    image = models.ForeignKey(CourseImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="rendition_unique_spec")
        ]

    @property
    def url(self) -> str:
        """Return our own address, where `policies.file_access` decides; the storage has none."""
        return files.url(self.image.uid, self.filter_spec)


class CourseDocument(AbstractDocument):
    """A file of a course: a video, captions, a hand-out."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = tuple(name for name in Document.admin_form_fields if name != "tags")

    @property
    def url(self) -> str:
        """Return our own address, where `policies.file_access` decides; the storage has none."""
        return files.url(self.uid, files.ORIGINAL)


class FileUse(models.Model):
    """That a published page shows a file; `public` where everyone may see it (a course's page, a free preview)."""

    file = models.UUIDField()
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="file_uses")
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="file_use_once")]


class CourseTeam(models.Model):
    """Who teaches a course: its own auth Group and Collection. `course_key` is the page's translation key."""

    course_key = models.UUIDField(unique=True)
    group = models.OneToOneField("auth.Group", on_delete=models.PROTECT, related_name="course_team")
    collection = models.OneToOneField("wagtailcore.Collection", on_delete=models.PROTECT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()


class OutlineQuerySet(models.QuerySet["Outline"]):
    """Outlines, to be narrowed."""

    def current(self) -> "OutlineQuerySet":
        """Return those that stand now, one for each published course."""
        return self.filter(superseded_at=None)


class Outline(models.Model):
    """An immutable picture of a course as published; `superseded_at` alone is ever set.

    `data`: {"title", "outcome", "slug", "minutes", "open", "cover" (what it is drawn from), "image" (a file's uid or
    ""), "modules": [{"key", "title", "activities": [{"key", "kind", "title", "slug", "minutes", "required",
    "pass_mark" (0 to 1), "tries" (0: unlimited), "preview"}]}]}. Read it with `courses.outline`.
    A course that is not live has no current outline.
    """

    course_key = models.UUIDField()
    number = models.PositiveIntegerField()
    data = models.JSONField()
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = OutlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course_key", "number"], name="outline_number_once"),
            models.UniqueConstraint(
                fields=["course_key"], condition=models.Q(superseded_at=None), name="outline_one_current"
            ),
        ]


class Removal(models.Model):
    """An activity an author took out of a course: the outbox of waivers, which tick writes for who had begun."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course_key = models.UUIDField()
    activity_key = models.UUIDField()
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True, db_index=True)
