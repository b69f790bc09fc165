"""Groups for tests, made by the actions that people make them by."""

from datetime import datetime

from community.groups import actions, memberships
from community.models import Group, Membership, User


def group(
    by: User,
    name: str = "Evening Statistics",
    *,
    visibility: str = Group.Visibility.PRIVATE,
    managed: bool = False,
    at: datetime | None = None,
) -> Group:
    """Return a group founded and managed by `by`."""
    return actions.create(by, name=name, purpose=f"What {name} is for.", visibility=visibility, managed=managed, at=at)


def member(
    group: Group, user: User, *, sharing: str = Membership.Sharing.PRIVATE, at: datetime | None = None
) -> Membership:
    """Return the membership of `user`, who joins `group` sharing as given."""
    return memberships.join(group, user=user, sharing=sharing, at=at)
