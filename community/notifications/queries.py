"""Reading notices."""

from community.models import Notification, User


def unread_count(user: User) -> int:
    """Return how many threads `user` has not read."""
    return Notification.objects.filter(recipient=user, unread=True).count()
