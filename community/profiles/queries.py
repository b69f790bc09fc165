"""What a person did, as far as somebody else may see it."""

from django.db.models import Exists, OuterRef

from community.achievements import queries as achievements
from community.achievements.queries import Accomplishments
from community.feed import policies as feed
from community.models import Activity, User


def visible_accomplishments(owner: User, viewer: User) -> Accomplishments:
    """Return what `viewer` may see that `owner` did, through a place that `viewer` may read. Five queries at most."""
    seen = Activity.objects.filter(actor=owner)
    if owner.pk != viewer.pk:
        seen = seen.filter(Exists(feed.entries_for(viewer).filter(activity=OuterRef("pk"))))
    return achievements.accomplishments(owner, seen=seen)
