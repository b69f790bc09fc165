"""Names of what happens outside the computer; the activity of a claim has its uid."""

import uuid

from django.conf import settings

from courses import uids

EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
EVIDENCE = "http://id.tincanapi.com/attachment/supporting_media"
TYPES = {
    "workshop": "http://adlnet.gov/expapi/activities/meeting",
    "mentoring": "http://adlnet.gov/expapi/activities/meeting",
    "book": "http://adlnet.gov/expapi/activities/media",
    "shift": "http://adlnet.gov/expapi/activities/performance",
    "observation": "http://adlnet.gov/expapi/activities/performance",
    "other": "http://adlnet.gov/expapi/activities/performance",
}


def activity(uid: uuid.UUID | str) -> str:
    """Return the IRI of what was learned outside, by the uid of its claim or observation."""
    return f"{settings.IRI_BASE}/outside/{uid}"


def uid_of(iri: str) -> uuid.UUID | None:
    """Return the uid behind such an IRI, None for any other."""
    start = activity("")
    return uids.read(iri.removeprefix(start)) if iri.startswith(start) else None


def kind() -> str:
    """Return the extension that says what kind of learning it was."""
    return f"{settings.IRI_BASE}/extensions/kind"
