"""Other names of our activities: which IRI elsewhere means which activity here."""

import uuid
from collections.abc import Iterable

from courses.models import ActivityAlias

from . import identity
from .statements import iri_key


class Taken(Exception):
    """The IRI means another activity already."""


def meant(iris: Iterable[str]) -> dict[str, uuid.UUID]:
    """Return the activities of ours that these IRIs mean, by their own names or by other ones."""
    keys = {iri: identity.activity_key(iri) for iri in set(iris) if iri}
    strange = {iri_key(iri): iri for iri, key in keys.items() if key is None}
    found = {iri: key for iri, key in keys.items() if key}
    if strange:
        aliases = ActivityAlias.objects.filter(iri__in=strange).values_list("iri", "activity_key")
        found.update({strange[iri]: key for iri, key in aliases})
    return found


def name_activity(activity_key: uuid.UUID, *, iri: str) -> None:
    """Let `iri` mean the activity from now on; a repeat changes nothing. Raises `Taken`."""
    alias, _ = ActivityAlias.objects.get_or_create(iri=iri_key(iri), defaults={"activity_key": activity_key})
    if alias.activity_key != activity_key:
        raise Taken(iri)


def forget_name(iri: str) -> bool:
    """Let `iri` mean nothing here any more; what was recorded by it stays. False where it meant nothing."""
    forgotten, _ = ActivityAlias.objects.filter(iri=iri_key(iri)).delete()
    return bool(forgotten)
