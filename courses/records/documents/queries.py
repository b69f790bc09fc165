"""Which documents there are."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from courses.models import Document

from .models import NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where documents of one kind stand together."""

    kind: str
    activity_iri: str = ""
    agent_key: str = ""
    registration: UUID = NOWHERE

    def key(self) -> dict[str, object]:
        """Return the columns that name this shelf."""
        return asdict(self)


def document(shelf: Shelf, name: str) -> Document | None:
    """Return the document called `name`."""
    return Document.objects.filter(**shelf.key(), name=name).first()


def names(shelf: Shelf, *, since: datetime | None = None) -> list[str]:
    """Return the names on `shelf`, those changed after `since`, the oldest first."""
    documents = Document.objects.filter(**shelf.key())
    if since:
        documents = documents.filter(updated__gt=since)
    return list(documents.order_by("updated", "pk").values_list("name", flat=True))
