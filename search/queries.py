"""What a person finds: the engines tell what matches, the entries tell what is shown, a last check who may see it."""

import logging
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from . import engines, marking, sources, spelling, words
from .asking import Query
from .engines import Found, Match, Search, database
from .models import Entry

log = logging.getLogger(__name__)
_database: Search = database.search


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, as a list shows it; `title` and `note` are safe HTML with the matches in `<mark>`."""

    kind: str
    uid: uuid.UUID
    place: str
    subject: int | None
    facets: Mapping[str, Any]
    url: str
    title: SafeString
    note: SafeString
    icon: str
    cover: str = ""
    group: str = ""
    person: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """The hits of one kind; `count` is of all that match, shown here or not."""

    kind: str
    title: str
    count: int
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Results:
    """What a query finds: kinds in their order, the cursor of a further page, and whether an engine is missing."""

    query: Query
    kinds: list[Kind] = field(default_factory=list)
    after: str = ""
    degraded: bool = False

    @property
    def total(self) -> int:
        """Return how many things match, of every kind."""
        return sum(kind.count for kind in self.kinds)


def find(text: str, *, user: Any, only: str = "", limit: int = 20, after: str = "") -> Results:
    """Return what `user` finds by `text`: the best `limit` of each kind, or a page of the kind `only`."""
    query = Query.parse(text)
    shown = [source for source in sources.registered() if source.enabled()]
    kinds = {source.kind for source in shown}
    if not query or (only and only not in kinds):
        return Results(query)
    places = sources.places_of(user)
    terms: dict[str, Any] = {"places": places, "kinds": kinds, "only": only, "limit": limit, "after": after}
    found, degraded = _ask(query, **terms)
    if not found.counts:
        query = spelling.forgiving(query)
        found, degraded = (_database(query, **terms), True) if degraded else _ask(query, **terms)
    hits = _hits(query, found.matches, places)
    visible = sources.still_visible(user, hits)
    lost = len(found.matches) - len(visible)
    return Results(query, _grouped(shown, visible, found, lost), found.after, degraded)


def marked(text: str, query: Query) -> SafeString:
    """Return `text` as safe HTML with what `query` finds in `<mark>`."""
    return _html(marking.mark(words.clean(text), query))


def _ask(query: Query, **terms: Any) -> tuple[Found, bool]:
    """Ask the cluster where there is one, else the database; say whether the cluster should have answered."""
    if not engines.configured():
        return _database(query, **terms), False
    try:
        return engines.cluster().search(query, **terms), False
    except engines.Unreachable as problem:
        log.warning("search cluster: %s; the database answers", problem)
        return _database(query, **terms), True


def _hits(query: Query, matches: list[Match], places: Collection[str]) -> list[Hit]:
    """Return the matches as they stand in the database at places the viewer reads now."""
    rows = (
        Entry.objects.filter(uid__in={match.uid for match in matches}, place__in=places)
        .order_by("-pk")
        .only("kind", "uid", "place", "subject", "facets", "url", "title", "text")
    )
    entries = {(entry.kind, entry.uid): entry for entry in rows} if matches else {}
    return [_hit(query, entries[match.kind, match.uid]) for match in matches if (match.kind, match.uid) in entries]


def _hit(query: Query, entry: Entry) -> Hit:
    source = sources.source(entry.kind)
    note = words.clean(source.note(entry.facets)) if source else ""
    line = marking.mark(note, query)
    if words.OPEN not in marking.mark(entry.title, query) + line:  # found by its text, so the text explains it
        line = marking.snippet(entry.text, query, length=120) or line
    return Hit(
        kind=entry.kind,
        uid=entry.uid,
        place=entry.place,
        subject=entry.subject,
        facets=entry.facets,
        url=entry.url,
        title=marked(entry.title, query),
        note=_html(line),
        icon=source.icon if source else "",
        cover=entry.facets.get("cover", ""),
        group=entry.facets.get("group", ""),
        person=entry.facets.get("person"),
    )


def _html(text: str) -> SafeString:
    """Return escaped HTML with `<mark>` where OPEN and CLOSE stood."""
    return SafeString(escape(text).replace(words.OPEN, "<mark>").replace(words.CLOSE, "</mark>"))


def _grouped(shown: list[sources.Source], hits: list[Hit], found: Found, lost: int) -> list[Kind]:
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    matched: dict[str, int] = {}
    for match in found.matches:
        matched[match.kind] = matched.get(match.kind, 0) + 1
    kinds = []
    for source in shown:
        own = by_kind.get(source.kind, [])
        hidden = matched.get(source.kind, 0) - len(own) if lost else 0
        if count := found.counts.get(source.kind, 0) - hidden:
            kinds.append(Kind(source.kind, str(source.label), count, own))
    return kinds
