"""Names in the records: they begin with IRI_BASE, fixed at installation, never with a request's host."""

import re
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses import uids
from courses.kinds import KINDS

if TYPE_CHECKING:
    from community.models import User

LANGUAGE = "en-GB"
COURSE_TYPE = "http://adlnet.gov/expapi/activities/course"
QUESTION_TYPE = "http://adlnet.gov/expapi/activities/cmi.interaction"
TYPES = {"course": COURSE_TYPE, "question": QUESTION_TYPE} | {name: kind.type for name, kind in KINDS.items()}


def account(name: str) -> dict[str, Any]:
    """Return the agent that is the account `name` of this installation: no name of a person, no mail."""
    return {"objectType": "Agent", "account": {"homePage": settings.IRI_BASE, "name": name}}


def actor(user: "User") -> dict[str, Any]:
    """Return the agent that is `user`."""
    return account(str(user.uid))


def installation() -> dict[str, Any]:
    """Return the agent that is this installation: the authority of what it saw itself."""
    return account("cohort")


def activity_iri(key: uuid.UUID | str, *, question: uuid.UUID | str | None = None) -> str:
    """Return the IRI of the activity (or course) `key`, or of a question inside it."""
    iri = f"{settings.IRI_BASE}/activities/{key}"
    return f"{iri}/questions/{question}" if question else iri


def activity_key(iri: str) -> uuid.UUID | None:
    """Return the key of one of our own activities, None for any other IRI (questions among them)."""
    base = f"{settings.IRI_BASE}/activities/"
    return uids.read(iri.removeprefix(base)) if iri.startswith(base) else None


def is_ours(iri: str) -> bool:
    """Say whether an IRI lies where this installation names things, in whatever letters it is written."""
    here, asked = (re.sub(r"^https?:", "", each.lower()) for each in (settings.IRI_BASE, iri))
    return asked == here or asked.startswith((f"{here}/", f"{here}#", f"{here}?"))


def activity(key: uuid.UUID | str, *, kind: str, title: str = "", question: uuid.UUID | None = None) -> dict[str, Any]:
    """Return the xAPI activity object for one of our own."""
    definition: dict[str, Any] = {"type": TYPES[kind]}
    if title:
        definition["name"] = {LANGUAGE: title}
    return {"objectType": "Activity", "id": activity_iri(key, question=question), "definition": definition}


def verb(iri: str) -> dict[str, Any]:
    """Return the xAPI verb object for `iri`, shown by its last word."""
    return {"id": iri, "display": {LANGUAGE: iri.rsplit("/", 1)[-1]}}


def statement_id(source: uuid.UUID | str, verb_iri: str, *, revision: int = 1) -> uuid.UUID:
    """Return the id of the native statement that says `verb_iri` of the source row `source`."""
    installation_id = uuid.uuid5(uuid.NAMESPACE_URL, settings.IRI_BASE)
    return uuid.uuid5(installation_id, f"{source}:{verb_iri.rsplit('/', 1)[-1]}:{revision}")
