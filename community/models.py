"""The rows of the community: a table of contents."""

from .achievements.models import Award, PointEntry, PointRule
from .connections.models import Connection
from .discussions.models import Post, Reaction, Topic
from .feed.models import Activity, FeedEntry, Muting
from .groups.models import Assignment, Group, Invitation, JoinRequest, Membership
from .leaderboards.models import Standing
from .notifications.models import MutedThread, Notification, NotificationPreference
from .people.models import User
from .unsubscribing.models import Unsubscription

__all__ = [
    "Activity",
    "Assignment",
    "Award",
    "Connection",
    "FeedEntry",
    "Group",
    "Invitation",
    "JoinRequest",
    "Membership",
    "MutedThread",
    "Muting",
    "Notification",
    "NotificationPreference",
    "PointEntry",
    "PointRule",
    "Post",
    "Reaction",
    "Standing",
    "Topic",
    "Unsubscription",
    "User",
]
