"""What of a feed a person may see, decided when it is read, and why they see it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from html import escape

from django.db.models import F, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from community.connections import queries as connections
from community.groups import queries as groups
from community.models import Activity, FeedEntry, Membership, User

# In a group: talk, and what members who share by name finished since they do.
SHOWN_IN_GROUP = Q(membership=None) | Q(
    membership__left=None,
    membership__sharing=Membership.Sharing.NAMED,
    membership__shared_since__lte=F("at"),
)
# At a person's place: what they finished since they share it by name with those they know.
SHOWN_BY_PERSON = Q(about__sharing=User.Sharing.NAMED, about__shared_since__lte=F("at"))


def may_see(user: User, activity_uid: uuid.UUID) -> bool:
    """Say whether `user` may see an activity of a feed anywhere; one's own, always."""
    return bool(visible_among(user, [activity_uid]))


def visible_among(user: User, activity_uids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the activities that `user` may see somewhere, or that are their own."""
    seen = entries_for(user).filter(activity__in=activity_uids).values_list("activity_id", flat=True)
    own = Activity.objects.filter(pk__in=activity_uids, actor=user).values_list("pk", flat=True)
    return {*seen, *own}


def seen_among(people: Collection[User], activity_uids: Collection[uuid.UUID]) -> set[tuple[int, uuid.UUID]]:
    """Return who of `people`, by id, may see which activities: `visible_among` for many. Five queries at most."""
    ids = {user.pk for user in people}
    here = Q(place__startswith="group:") & SHOWN_IN_GROUP | Q(place__startswith="person:") & SHOWN_BY_PERSON
    entries = list(FeedEntry.objects.filter(here, activity__in=activity_uids).values_list("activity_id", "place"))
    readers: dict[str, set[int]] = defaultdict(set)
    members = Membership.objects.open().filter(group__uid__in=_those(entries, "group"), user__in=ids)
    for pk, uid in members.values_list("user", "group__uid"):
        readers[f"group:{uid}"].add(pk)
    for pk, uid in connections.shown_to(ids, by=_those(entries, "person")):
        readers[f"person:{uid}"].add(pk)
    own = Activity.objects.filter(pk__in=activity_uids, actor__in=ids).values_list("actor", "pk")
    return {*own, *((pk, activity) for activity, place in entries for pk in readers[place])}


def entries_for(user: User) -> QuerySet[FeedEntry]:
    """Return every entry that `user` may read, at their groups and at the places of connections. Two queries."""
    in_groups = [f"group:{uid}" for uid in groups.groups_of(user).values_list("group__uid", flat=True)]
    people = [f"person:{uid}" for uid in connections.shares_with(user).values_list("uid", flat=True)]
    return FeedEntry.objects.filter((Q(place__in=in_groups) & SHOWN_IN_GROUP) | (Q(place__in=people) & SHOWN_BY_PERSON))


def why(*, place: str, name: str, own: bool, talk: bool) -> SafeString:
    """Return in one sentence why an item is shown: `place` is a group's name, or "" for a connection's own place."""
    words = {"place": escape(place), "name": escape(name)}
    if not place:
        text = _("You are connected with {name}, who shares with connections by name.")
    elif talk:
        text = _("You are in <b>{place}</b>, and its members see what is written there.")
    elif own:
        text = _("You share by name in <b>{place}</b>, so its members see this there.")
    else:
        text = _("You are both in <b>{place}</b>, and {name} shares by name there. Only members see it there.")
    return SafeString(text.format(**words))


def _those(entries: Iterable[tuple[uuid.UUID, str]], kind: str) -> set[uuid.UUID]:
    """Return the uids of the places of a kind."""
    return {uuid.UUID(uid) for _activity, place in entries for name, _, uid in [place.partition(":")] if name == kind}
