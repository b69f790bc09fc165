"""About how many people may have a topic open, so that they do not all look again at the same moment."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from community.models import Membership
from courses.access import queries as access


def sizes(topics: Collection[str]) -> dict[str, int]:
    """Return how many people each of `topics` is for: a group's members, a course's learners. At most two queries.

    A person's own place is for one, and of a single conversation few are readers at a time: neither is named.
    """
    places = {topic: topic.removeprefix("talk:") for topic in topics}
    groups = _members(_uids(places.values(), "group"))
    courses = _learners(_uids(places.values(), "course"))
    return {topic: (groups | courses)[place] for topic, place in places.items() if place in groups | courses}


def _members(uids: list[UUID]) -> dict[str, int]:
    if not uids:
        return {}
    open_now = Membership.objects.open().filter(group__uid__in=uids).order_by()
    return {f"group:{uid}": n for uid, n in open_now.values_list("group__uid").annotate(n=Count("pk"))}


def _learners(keys: list[UUID]) -> dict[str, int]:
    if not keys:
        return {}
    learning = access.open_enrolments().filter(course_key__in=keys).order_by()
    return {f"course:{key}": n for key, n in learning.values_list("course_key").annotate(n=Count("pk"))}


def _uids(places: Collection[str], kind: str) -> list[UUID]:
    return [UUID(uid) for named, _, uid in (place.partition(":") for place in set(places)) if named == kind]
