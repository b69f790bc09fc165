"""Reading feeds: what is new at the places a person may read, under what each one shares now.

The home feed takes the newest of each place and merges them. On PostgreSQL that is a LATERAL join, since `place IN
(…) ORDER BY` scans a million rows when the places are quiet; this module alone may ask which database it is.
"""

import uuid
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from community import cursors
from community.addresses import address
from community.connections import queries as connections
from community.cursors import Cursor
from community.groups import policies as consent
from community.groups import queries as groups
from community.live.topics import of_managers
from community.models import Activity, FeedEntry, Group, Membership, Reaction, User
from courses.prepared import Prepared

from . import items, mutings
from .mutings import MUTED
from .policies import SHOWN_BY_PERSON, SHOWN_IN_GROUP
from .presenting import FeedPage
from .rows import Place, Row

SIZE = 20
MOST_NEW = 99
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = Cursor(datetime(9999, 1, 1, tzinfo=UTC), uuid.UUID(int=2**128 - 1))
_NONE = uuid.UUID(int=0)

# The newest keys of each place, merged and each once; the conditions are those of `policies`.
_LATERAL = """
SELECT e.key, MIN(e.place) FROM unnest(%s::text[], %s::timestamptz[]) AS mine (place, since)
CROSS JOIN LATERAL (
    SELECT f.key, f.at, f.place FROM community_feedentry f
    LEFT JOIN community_membership m ON m.id = f.membership_id
    WHERE f.place = mine.place AND (f.at, f.key) < (%s, %s)
    AND (f.membership_id IS NULL OR (m."left" IS NULL AND m.sharing = 'named' AND m.shared_since <= f.at))
    ORDER BY f.at DESC, f.key DESC LIMIT %s
) e
WHERE e.at >= mine.since
GROUP BY e.key, e.at ORDER BY e.at DESC, e.key DESC LIMIT %s
"""


def home(
    user: User,
    *,
    before: str | None = None,
    group: Group | None = None,
    memberships: Sequence[Membership] | None = None,
    muted: Container[int] = (),
) -> FeedPage:
    """Return a page of what `user`'s groups and connections show but those they muted, or of one `group` of theirs,
    muted or not. Four queries.

    A caller that has read their open `memberships` with the groups gives them, with the ids of the `muted` groups,
    and spares one.
    """
    places, since = _places(user, group, memberships, muted)
    counter = address("feed:newer", group.uid) if group else reverse("feed:newer-home")
    keys = _newest(places, since, before=cursors.read(before) or _LAST)
    wanted = [*keys, *[_NONE] * (SIZE + 1 - len(keys))]
    found = _at_home(viewer=user.pk, **{f"key{n}": key for n, key in enumerate(wanted)})
    rows = [Row._make((*row, keys[row[0]])) for row in found]
    return items.page(rows, size=SIZE, viewer=user, places=places, inside=False, counter=counter, later=bool(before))


def of_group(user: User, group: Group, *, before: str | None = None) -> FeedPage:
    """Return a page of the feed of `group` for one of its members. One query."""
    here = {group.place: _group_place(group.uid, group.name)}
    at, key = cursors.read(before) or _LAST
    found = _inside(viewer=user.pk, group=group.pk, place=group.place, at=at, key=key)
    rows = [Row._make((*row, group.place)) for row in found]
    counter = address("feed:newer", group.uid)
    return items.page(rows, size=SIZE, viewer=user, places=here, inside=True, counter=counter, later=bool(before))


def newer_count(user: User, *, after: str | None, group: Group | None = None) -> int:
    """Return how many things are newer than the cursor `after`, at most 99; of one `group`, or of home."""
    cursor = cursors.read(after)
    if cursor is None:
        return 0
    entries = _of_group(group) if group else _entries(*_places(user, None))
    newer = entries.filter(Q(at__gt=cursor.at) | Q(key__gt=cursor.key), at__gte=cursor.at)
    return newer.order_by().values("key").distinct()[:MOST_NEW].count()


def _places(
    user: User, group: Group | None, memberships: Sequence[Membership] | None = None, muted: Container[int] = ()
) -> tuple[dict[str, Place], dict[str, datetime]]:
    """Return what `user` reads at home, groups first, and since when each connection shares."""
    if memberships is None:
        mine = groups.groups_of(user).order_by("pk")
        rows = list((mine.filter(group=group) if group else mine).values_list("group__uid", "group__name", MUTED))
    else:
        found = [each.group for each in memberships if group in (None, each.group)]
        rows = [(each.uid, each.name, each.pk in muted) for each in found]
    here = (_group_place(uid, name, left_out) for uid, name, left_out in rows if group or not left_out)
    places = {place.place: place for place in here}
    since: dict[str, datetime] = {}
    if not group:
        since = {f"person:{uid}": at for uid, at in _sharing(viewer=user.pk)}
        places |= {place: Place(place, "", "") for place in since}
    return places, since


def _group_place(uid: uuid.UUID, name: str, muted: bool = False) -> Place:
    return Place(f"group:{uid}", name, address("feed:group", uid), muted)


def _of_group(group: Group) -> QuerySet[FeedEntry]:
    return FeedEntry.objects.filter(SHOWN_IN_GROUP, place=group.place)


def _entries(places: Iterable[str], since: Mapping[str, datetime]) -> QuerySet[FeedEntry]:
    in_groups = Q(place__in=[place for place in places if place not in since]) & SHOWN_IN_GROUP
    return FeedEntry.objects.filter(in_groups | (Q(place__in=list(since)) & SHOWN_BY_PERSON))


def _before(entries: QuerySet[FeedEntry], cursor: Cursor) -> QuerySet[FeedEntry]:
    """Without the first condition, which the second implies, a late page would read every earlier one."""
    return entries.filter(Q(at__lt=cursor.at) | Q(key__lt=cursor.key), at__lte=cursor.at)


def _newest(places: Mapping[str, Place], since: Mapping[str, datetime], *, before: Cursor) -> dict[uuid.UUID, str]:
    """Return the keys of the newest things at `places`, one more than a page, each with a place it is shown at."""
    if connection.vendor == "postgresql":
        times = [since.get(place, _EVER) for place in places]
        with connection.cursor() as cursor:
            cursor.execute(_LATERAL, [list(places), times, before.at, before.key, SIZE + 1, SIZE + 1])
            return dict(cursor.fetchall())
    newest = _before(_entries(places, since), before).values("at", "key").annotate(first=Min("place"))
    return dict(newest.order_by("-at", "-key").values_list("key", "first")[: SIZE + 1])


def _rows(activities: QuerySet[Activity], *, viewer: int, known: Q) -> QuerySet[Activity]:
    """Everything an item shows but its place. Kudos are counted of those one knows, for a number must not speak of
    a group one is not in.
    """
    kudos = Reaction.objects.filter(target=OuterRef("pk"), kind=Reaction.Kind.KUDOS)
    count = kudos.filter(Q(user=viewer) | known).order_by().values("target").annotate(n=Count("pk")).values("n")
    return activities.order_by("-at", "-pk").values_list(
        "uid", "kind", "at", "subject",
        "actor_id", "actor__uid", "actor__display_name", "actor__picture",
        "topic__uid", "topic__kind", "topic__title", "topic__lesson_title", "topic__replies",
        "topic__opening__html",
        Coalesce(Subquery(count), 0), Exists(kudos.filter(user=viewer)),
    )  # fmt: skip


def _rows_at_home(viewer: int, **keys: uuid.UUID) -> QuerySet[Activity]:
    mine = groups.groups_of(User(pk=viewer)).values("group")
    beside = Membership.objects.open().filter(user=OuterRef("user"), group__in=mine)
    known = Q(user__in=connections.connected_ids(User(pk=viewer))) | Q(Exists(beside))
    return _rows(Activity.objects.filter(pk__in=list(keys.values())), viewer=viewer, known=known)


def _rows_inside(viewer: int, group: int, place: str, at: datetime, key: uuid.UUID) -> QuerySet[Activity]:
    entries = _before(FeedEntry.objects.filter(SHOWN_IN_GROUP, place=place), Cursor(at, key))
    keys = entries.order_by("-at", "-key").values("key")[: SIZE + 1]
    members = Membership.objects.open().filter(user=OuterRef("user"), group=group)
    return _rows(Activity.objects.filter(pk__in=keys), viewer=viewer, known=Q(Exists(members)))


_at_home = Prepared(_rows_at_home, viewer=int, **{f"key{n}": uuid.UUID for n in range(SIZE + 1)})
_inside = Prepared(_rows_inside, viewer=int, group=int, place=str, at=datetime, key=uuid.UUID)
_sharing = Prepared(
    lambda viewer: (
        connections.shares_with(User(pk=viewer))
        .exclude(shared_since=None)
        .exclude(pk__in=mutings.people_muted(viewer))
        .values_list("uid", "shared_since")
    ),
    viewer=int,
)


def audience(activity_uid: uuid.UUID, *, about: User) -> QuerySet[User]:
    """Return everyone else who sees an accomplishment of `about` somewhere: members of its groups, connections."""
    shown = FeedEntry.objects.filter(SHOWN_IN_GROUP, activity=activity_uid, membership__isnull=False)
    seeing = Q(memberships__left=None, memberships__group__in=shown.values("membership__group"))
    if about.sharing == User.Sharing.NAMED:
        seeing |= Q(pk__in=connections.connected_ids(about))
    return User.objects.filter(seeing, is_active=True).exclude(pk=about.pk).distinct()


def topics_showing(learner_id: int) -> list[str]:
    """Return the live topics of pages on which a learner's accomplishments are seen or counted.

    Where the learner is private in a group, nobody hears of it but the managers who see progress there.
    """
    learner = User.objects.get(pk=learner_id)
    places = []
    for membership in groups.groups_of(learner):
        if membership.sharing == Membership.Sharing.NAMED:
            places.append(membership.group.place)
        if consent.agreed_to_management(membership):
            places.append(of_managers(membership.group.place))
    people = [f"person:{learner.uid}"]
    if learner.sharing == User.Sharing.NAMED:
        known = User.objects.filter(pk__in=connections.connected_ids(learner), is_active=True)
        people += [f"person:{uid}" for uid in known.values_list("uid", flat=True)]
    return [*places, *people]
