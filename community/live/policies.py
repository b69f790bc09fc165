"""What a socket may subscribe to, asked when it subscribes and every few seconds after."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.utils import timezone

from community.models import Topic, User
from community.places import policy
from courses import capabilities, uids

from .topics import of_managers


@dataclass(frozen=True, slots=True)
class Watcher:
    """An open socket as the policy sees it: who opened it by which session, and what it asks for.

    `password` is the hash as it stood when the socket opened: a changed one signs other sessions out.
    """

    user_id: int
    session_key: str
    password: str
    topics: frozenset[str] = field(default_factory=frozenset)


def permitted(user: User, topics: Iterable[str]) -> set[str]:
    """Return those of `topics` that `user` may be told about: own person, readable places and their conversations, and
    what a manager alone sees.

    A person's own place also says when their bell rings, so it is theirs alone.
    """
    places = _places(set(topics))
    kinds = {place.split(":")[0] for place in places.values()} - {"person"}
    readable = policy().readable_places(user, kinds=kinds - {"lead"}) | {f"person:{user.uid}"}
    if "lead" in kinds:
        readable |= {of_managers(place) for place in policy().led_places(user)}
    return {topic for topic, place in places.items() if place in readable}


def standing(watchers: Mapping[str, Watcher], *, now: datetime | None = None) -> dict[str, frozenset[str] | None]:
    """Return what each watcher may still hear, or None for one that is signed out, suspended or switched off.

    A query for sessions, people and conversations each, and a few for each place, however many watch.
    """
    if not capabilities.is_on("community"):
        return dict.fromkeys(watchers, None)
    sessions = _standing_sessions({watcher.session_key for watcher in watchers.values()}, now or timezone.now())
    people = User.objects.filter(is_active=True).in_bulk({watcher.user_id for watcher in watchers.values()})
    signed_in = {key: watcher for key, watcher in watchers.items() if _is_signed_in(watcher, people, sessions)}
    readers = _readers(signed_in.values(), people)
    return {
        key: frozenset(topic for topic in watcher.topics if watcher.user_id in readers.get(topic, ()))
        if key in signed_in
        else None
        for key, watcher in watchers.items()
    }


def _is_signed_in(watcher: Watcher, people: Mapping[int, User], sessions: set[str]) -> bool:
    user = people.get(watcher.user_id)
    return user is not None and user.password == watcher.password and watcher.session_key in sessions


def _readers(watchers: Collection[Watcher], people: Mapping[int, User]) -> dict[str, set[int]]:
    """Return, for each topic that is watched, the ids of those watching who may be told about it."""
    places = _places({topic for watcher in watchers for topic in watcher.topics})
    watching: dict[str, dict[int, User]] = {}
    for watcher in watchers:
        for topic in watcher.topics & places.keys():
            watching.setdefault(places[topic], {})[watcher.user_id] = people[watcher.user_id]
    readers = {place: _readers_of(place, list(users.values())) for place, users in watching.items()}
    return {topic: readers.get(place, set()) for topic, place in places.items()}


def _readers_of(place: str, users: list[User]) -> set[int]:
    if place.startswith("person:"):
        return {user.pk for user in users if place == f"person:{user.uid}"}
    if place.startswith("lead:"):
        return policy().leaders_among(place.removeprefix("lead:"), users)
    return policy().readers_among(place, users)


def _standing_sessions(keys: set[str], now: datetime) -> set[str]:
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    return set(sessions.values_list("session_key", flat=True))


def _places(topics: set[str]) -> dict[str, str]:
    """Return the place that each topic stands in; a topic that is none is left out."""
    conversations = {topic: uid for topic in topics if (uid := _conversation(topic))}
    rows = Topic.objects.filter(uid__in=conversations.values()).values_list("uid", "place") if conversations else []
    of_conversation = dict(rows)
    places = {topic: topic for topic in topics if topic.split(":", 1)[0] in ("group", "course", "person")}
    places |= {topic: topic[5:] for topic in topics if topic.startswith(("talk:group:", "talk:course:"))}
    places |= {topic: topic for topic in topics if topic.startswith("lead:group:")}
    places |= {topic: of_conversation[uid] for topic, uid in conversations.items() if uid in of_conversation}
    return places


def _conversation(topic: str) -> UUID | None:
    kind, _, uid = topic.partition(":")
    return uids.read(uid) if kind == "topic" else None
