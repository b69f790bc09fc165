"""Groups, who belongs to them, and what each member shows the others."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.people.zones import of_this_place


class Group(models.Model):
    """People who learn together. `managed_since` says that its managers see members' progress, and since when."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        HIDDEN = "hidden", _("Hidden")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    slug = models.SlugField(max_length=80, blank=True, allow_unicode=True)
    purpose = models.CharField(_("Purpose"), max_length=300, blank=True)
    visibility = models.CharField(
        _("Who can find it"), max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    managed_since = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=63, default=of_this_place)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return f"group:{self.uid}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, to be narrowed."""

    def open(self) -> "MembershipQuerySet":
        """Keep those that have not ended."""
        return self.filter(left=None)


class Membership(models.Model):
    """A person in a group, from `joined` until `left`, with what they share there."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")

    class Sharing(models.TextChoices):
        PRIVATE = "private", _("Private")
        NAMED = "named", _("By name")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    sharing = models.CharField(max_length=12, choices=Sharing.choices, default=Sharing.PRIVATE)
    shared_since = models.DateTimeField(null=True, blank=True)
    # When the member was told, and went along, that managers see progress; asked again when that changes.
    managed_agreed = models.DateTimeField(null=True, blank=True)
    joined = models.DateTimeField()
    left = models.DateTimeField(null=True, blank=True)
    # The manager who ended it; empty where the member left by themselves.
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], condition=Q(left=None), name="membership_one_open")
        ]
        indexes = [models.Index(fields=["user"], condition=Q(left=None), name="membership_open_of_user")]


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Requests to join, to be narrowed."""

    def open(self) -> "JoinRequestQuerySet":
        """Keep those that wait to be decided."""
        return self.filter(decided_at=None)


class JoinRequest(models.Model):
    """Someone asks to join a private group; a manager decides."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sharing = models.CharField(max_length=12, choices=Membership.Sharing.choices)
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(decided_at=None), name="join_request_one_open"
            )
        ]


class Invitation(models.Model):
    """A link that lets whoever follows it join, as long as who made it may invite; `uid` is the secret in it.

    To whom it was mailed is not kept.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    mailed = models.PositiveSmallIntegerField(default=0)  # letters it went out by


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, to be narrowed."""

    def standing(self) -> "AssignmentQuerySet":
        """Keep those that have not ended."""
        return self.filter(ended_at=None)


class Assignment(models.Model):
    """A course the group learns, with or without a due date; members are granted it by `group:<uid>`."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="assignments")
    course_key = models.UUIDField(db_index=True)
    due = models.DateTimeField(null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "course_key"], condition=Q(ended_at=None), name="assignment_one_standing"
            )
        ]
