"""What may be found, where a viewer looks, and what a hit must still pass: upper floors register it in ready().

    from search import sources

    sources.register(sources.Source(kind="topic", label=_("Discussions"), rows=topics, icon="talk", order=30))
    sources.register_places(lambda user: readable_places(user))
    sources.register_check("topic", lambda user, hits: {hit.uid for hit in hits if ...})

A feature that saves such a thing calls `search.indexing.touch(kind, uid)` in the same transaction.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import words
from .asking import Query

if TYPE_CHECKING:  # a hit is made by queries.py, which reads this registry
    from .queries import Hit

PUBLIC = "public"  # the place that everyone reads, visitors too
MOST_ACTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """A thing as it should stand in the index: found by whoever reads one of `places`.

    `facets` is small and flat. The face draws `cover` (a course's key), `group` (a group's uid) or `person`
    (a mapping of uid and name) beside the hit, and writes `note` under its title unless the source says it
    in words of its own.
    """

    uid: uuid.UUID
    title: str
    url: str
    places: Collection[str]
    text: str = ""
    subject: int | None = None
    facets: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of findable thing.

    `rows(uids)` yields the drafts of those things that should be found, of all with `None`; what it leaves out
    is taken from the index. While `enabled()` is false the kind is silent but kept up to date. `note(facets)` is
    the line under a hit's title, in the reader's language.
    """

    kind: str
    label: Any
    rows: Callable[[Collection[uuid.UUID] | None], Iterable[EntryDraft]]
    enabled: Callable[[], bool] = lambda: True
    note: Callable[[Mapping[str, Any]], str] = lambda facets: str(facets.get("note", ""))
    icon: str = "search"
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteAction:
    """A door the palette offers before any hit, such as the lesson to continue with."""

    under: Any
    title: str
    url: str
    note: str = ""
    icon: str = "arrow"
    cover: str = ""
    plain: bool = False  # leads out of Turbo's pages
    first: bool = False  # stands before the others, whoever registered them


Places = Callable[[Any], set[str]]
Check = Callable[[Any, "list[Hit]"], set[uuid.UUID]]
Actions = Callable[[Any, Query], Iterable[PaletteAction]]

_sources: dict[str, Source] = {}
_places: list[Places] = []
_checks: dict[str, Check] = {}
_actions: list[Actions] = []


def register(source: Source) -> None:
    """Let things of `source.kind` be found."""
    _sources[source.kind] = source


def register_places(places: Places) -> None:
    """Add `places(user)` to the places in which a signed-in viewer finds things."""
    _places.append(places)


def register_check(kind: str, check: Check) -> None:
    """Show only hits of `kind` whose uid `check(user, hits)` returns; it runs on each page of hits."""
    _checks[kind] = check


def register_palette_action(actions: Actions) -> None:
    """Offer `actions(user, query)` in the palette of a signed-in viewer.

    They ask the database only where `query.asks_for()` the words by which such a door is known.
    """
    _actions.append(actions)


def registered() -> list[Source]:
    """Return every source, in the order in which kinds are shown."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def source(kind: str) -> Source | None:
    """Return the source of `kind`, if one is registered."""
    return _sources.get(kind)


def places_of(user: Any) -> set[str]:
    """Return the places that `user` reads: the public one, and their own when signed in."""
    places = {PUBLIC}
    if user.is_authenticated:
        for readable in _places:
            places |= readable(user)
    return places


def still_visible(user: Any, hits: "list[Hit]") -> "list[Hit]":
    """Return the hits that pass their kind's check now, whatever the index believed."""
    allowed: dict[str, set[uuid.UUID]] = {}
    for kind in {hit.kind for hit in hits} & _checks.keys():
        allowed[kind] = _checks[kind](user, [hit for hit in hits if hit.kind == kind])
    return [hit for hit in hits if hit.kind not in allowed or hit.uid in allowed[hit.kind]]


def palette_actions(user: Any, query: Query) -> list[PaletteAction]:
    """Return what the palette offers before any hit."""
    if not user.is_authenticated:
        return []
    found = [action for actions in _actions for action in actions(user, query)]
    return sorted(found, key=lambda action: not action.first)[:MOST_ACTIONS]


def columns(draft: EntryDraft) -> dict[str, Any]:
    """Return the columns of an Entry that follow from `draft`, but its place; pure."""
    title = words.clean(draft.title)[:300]
    text = words.clean(draft.text)[: words.LONGEST_TEXT]
    facets = dict(draft.facets)
    stated = json.dumps([title, text, facets, draft.url, draft.subject], sort_keys=True, default=str)
    return {
        "subject": draft.subject,
        "title": title,
        "text": text,
        "facets": facets,
        "url": draft.url,
        "version": hashlib.sha256(stated.encode()).hexdigest()[:16],
        "title_words": words.index(title),
        "text_words": words.index(text),
    }
