"""Foreign statements on their way in, with what they are about here and what they may move (DESIGN §4)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from courses.models import Client, Record

from . import mapping
from .actions import Entry
from .statements import Statement

Scope = Client.Scope


def of(statements: Sequence[Statement], *, scopes: Collection[str], authority: Mapping[str, Any]) -> list[Entry]:
    """Return `statements` as one with `scopes` may enter them: reported, or graded like what was seen here."""
    moves = Scope.PROGRESS in scopes or Scope.GRADES in scopes
    provenance = Record.Provenance.SERVER if Scope.GRADES in scopes else Record.Provenance.CLIENT
    mapped = mapping.map_all(statements, by_email=Scope.EMAIL in scopes)
    return [
        Entry(
            statement=statement,
            provenance=provenance if about.enrolment and moves else Record.Provenance.CLIENT,
            authority=authority,
            learner_id=about.learner_id,
            enrolment_id=about.enrolment.pk if about.enrolment and moves else None,
            activity_key=about.activity_key,
        )
        for statement, about in zip(statements, mapped, strict=True)
    ]
