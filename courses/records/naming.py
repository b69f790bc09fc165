"""Other names of our activities: which IRI elsewhere means which activity here."""

import uuid

from courses.models import ActivityAlias

from .statements import iri_key


class Taken(Exception):
    """The IRI means another activity already."""


def name_activity(activity_key: uuid.UUID, *, iri: str) -> None:
    """Let `iri` mean the activity from now on; a repeat changes nothing. Raises `Taken`."""
    alias, _ = ActivityAlias.objects.get_or_create(iri=iri_key(iri), defaults={"activity_key": activity_key})
    if alias.activity_key != activity_key:
        raise Taken(iri)


def forget_name(iri: str) -> bool:
    """Let `iri` mean nothing here any more; what was recorded by it stays. False where it meant nothing."""
    forgotten, _ = ActivityAlias.objects.filter(iri=iri_key(iri)).delete()
    return bool(forgotten)
